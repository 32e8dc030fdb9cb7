"""Web pages: as a program writes them, and as a browser saves them with all that stands around."""

from html import escape

from tests.imports.documents.layouts import Block, Grid, Heading, Item, Text
from tests.imports.documents.profile_text import ProfileText

STYLE = (
    "body{font-family:'Liberation Sans','DejaVu Sans',sans-serif;font-size:11pt;line-height:1.35}"
    "table{border-collapse:collapse;width:100%}td,th{border:1px solid #888;padding:4px;vertical-align:top}"
)


def mark(marks: tuple[int, ...]) -> str:
    return f"<sup>{', '.join(map(str, marks))}</sup>" if marks else ""


def body(blocks: list[Block], *, button: str = "", definitions: bool = False) -> str:
    """Return `blocks` as HTML. `button`: what a domain folds in, "button" or "summary"; `definitions`: dl."""
    out: list[str] = []
    stack: list[str] = []

    def close(*ends: str) -> None:
        while stack and stack[-1] in ends:
            out.append(f"</{stack.pop()}>")

    for block in blocks:
        match block:
            case Heading(level, text):
                close("li", "ul", "ol", "dd", "dl")
                if level < 3:
                    close("div", "details")
                out.append(_heading(level, escape(text), button, stack, definitions=definitions))
            case Text(text, label, marks):
                close("li", "ul", "ol")
                lead = f"<strong>{escape(label)}:</strong> " if label else ""
                tag = "dd" if stack and stack[-1] == "dl" else "p"
                out.append(f"<{tag}>{lead}{escape(text)}{mark(marks)}</{tag}>")
            case Item(text, level, marks, number):
                _item(out, stack, level, "ol" if number else "ul", f"{escape(text)}{mark(marks)}")
            case Grid(rows):
                out.append(table(rows))
    close("li", "ul", "ol", "dd", "dl", "div", "details")
    return "\n".join(out)


def _heading(level: int, text: str, button: str, stack: list[str], *, definitions: bool) -> str:
    if level == 2 and button == "summary":
        stack.append("details")
        return f"<details><summary>{text}</summary>"
    if level == 2 and button:
        stack.append("div")
        return f'<h2><button type="button" aria-expanded="false">{text}</button></h2><div class="panel">'
    if level == 3 and definitions:
        stack.append("dl")
        return f"<dl><dt>{text}</dt>"
    return f"<h{level}>{text}</h{level}>"


def _item(out: list[str], stack: list[str], level: int, tag: str, text: str) -> None:
    if stack and stack[-1] == "dl":
        if level == 1:
            out.append(f"<dd>{text}</dd>")
        else:
            out[-1] = f"{out[-1].removesuffix('</dd>')}<ul><li>{text}</li></ul></dd>"
        return
    depth = sum(name in ("ul", "ol") for name in stack)
    while depth > level:
        while stack[-1] not in ("ul", "ol"):
            out.append(f"</{stack.pop()}>")
        out.append(f"</{stack.pop()}>")
        depth -= 1
    if depth < level:
        stack.append(tag)
        out.append(f"<{tag}>")
    elif stack[-1] == "li":
        out.append(f"</{stack.pop()}>")
    stack.append("li")
    out.append(f"<li>{text}")


def table(rows: list[list[list[Block] | None]]) -> str:
    """Return a table; a cell that is None is spanned by the one above it."""
    out = ["<table>"]
    for number, row in enumerate(rows):
        out.append("<tr>")
        for column, cell in enumerate(row):
            if cell is None:
                continue
            span = 1
            while number + span < len(rows) and rows[number + span][column] is None:
                span += 1
            tag = "th" if number == 0 else "td"
            label = all(isinstance(block, Text) and block.label and not block.text for block in cell)
            inner = " ".join(escape(block.label) for block in cell) if label and cell else body(cell)
            out.append(f"<{tag}{f' rowspan={span}' if span > 1 else ''}>{inner}</{tag}>")
        out.append("</tr>")
    return "\n".join([*out, "</table>"])


def page(text: ProfileText, inner: str, style: str = "") -> str:
    direction = ' dir="rtl"' if text.language == "ar" else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{text.language}"{direction}>\n<head><meta charset="utf-8">'
        f"<title>{escape(text.title_line)}</title><style>{STYLE}{style}</style></head>\n<body>\n{inner}\n"
        "</body></html>\n"
    )


def saved_page(text: ProfileText, inner: str) -> str:
    """Return the page as a browser saves it: with menus, a note about cookies, a caption and a foot."""
    about = {name: escape(words) for name, words in text.page.items() if isinstance(words, str)}
    links = (
        f'<li><a href="#{number}">{escape(word)}</a></li>' for number, word in enumerate(text.page["menu"])
    )
    menu = f"<ul>{''.join(links)}</ul>"
    return page(
        text,
        f"""<div class="cookie-banner" role="dialog"><p>{about["cookies"]}</p>
<button>{about["accept"]}</button></div>
<header><nav>{menu}</nav></header>
<main>
{inner}
<figure><img alt="" src="data:,"><figcaption>{about["caption"]}</figcaption></figure>
</main>
<footer><p>{about["footer"]}</p>{menu}</footer>
<script>var menu = 'open';</script>""",
    )
