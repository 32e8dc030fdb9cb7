"""In what answers in other languages differ from those of the landed version, beyond WORDINGS."""

import re
from urllib.parse import quote, quote_plus

from tests.upgrade.changes import Change, language_of, pages_in

MARKS = [
    re.escape(encode(mark))
    for mark in ("Exemple fictif", "Ejemplo ficticio", "Exemplo fictício", "مثال خيالي")
    for encode in (quote, quote_plus)
]

NOT_IN_THIS_EDITION = {
    "en": "Not in this edition",
    "fr": "Absent de cette édition",
    "es": "No figura en esta edición",
    "pt": "Não consta desta edição",
    "ar": "لا يرد في هذا الإصدار",
}

LATIN = r"([A-Za-z][^\u0590-\u08ff\s]*(?: [A-Za-z0-9][^\u0590-\u08ff\s]*)*(?<![.,;:!?)\]»”]))"


def in_runs(match: re.Match[str]) -> str:
    """Return a run of Arabic as several: its Latin words are apart."""
    style, text = match[1] or "", match[2]
    marks = '<w:rtl/><w:lang w:bidi="ar-SA"/>', '<w:lang w:val="en-GB"/>'
    return "".join(
        f'<w:r><w:rPr>{style}{marks[number % 2]}</w:rPr><w:t xml:space="preserve">{part}</w:t></w:r>'
        for number, part in enumerate(re.split(LATIN, text))
        if part
    )


IN_ITS_LANGUAGE = (
    Change(
        "",
        r"(Exemple fictif)\u00a0: |(Ejemplo ficticio|Exemplo fictício|مثال خيالي): ",
        lambda match: f"{match[1] or match[2]}. ",
        "A title has a colon of its own.",
    ),
    *(
        Change(f"^/{language}/alerts/", old, new, "A title has a colon of its own.")
        for language, old, new in (
            ("fr", "Courriels au sujet de(?=\u00a0: )", "Recevoir des courriels"),
            ("es", "Correos sobre(?=: )", "Recibir correos"),
            ("pt", "Mensagens sobre(?=: )", "Receber mensagens"),
            ("ar", "رسائل بشأن(?=: )", "تلقّي الرسائل"),
        )
    ),
    Change(
        "/changes/",
        r'(?<=<p class="change__none">\n)–(?=\n)',
        lambda match: NOT_IN_THIS_EDITION[language_of(match)],
        "What one of two editions does not have is said in words.",
    ),
    *(
        Change(
            pages_in(language),
            r"(?<=howpublished = \{Migration Governance Profiles), revision (?=\d)",
            words,
            "Words of a citation are in its language.",
        )
        for language, words in (
            ("fr", ", révision "),
            ("es", ", revisión "),
            ("pt", ", revisão "),
            ("ar", "، النسخة "),
        )
    ),
    Change(
        pages_in("ar"),
        r"(?<=\(\d{4}), (?=\d{1,2} \w)|(?<=\. Migration Governance Profiles), (?=\d{1,2} \w)",
        "، ",
        "So are its commas.",
    ),
    Change(
        r"\.(txt|zip)",
        r"(?m)^(  \S.* \| \d{4} \| ) \| (?=\S)",
        r"\1",
        "What a source lacks leaves no gap.",
    ),
    Change(
        "/profiles/",
        rf"(?<==)({'|'.join(MARKS)})(%C2%A0)?%3A(?=%20|\+)",
        r"\1.",
        "So has one in the address of a link.",
    ),
)

LATIN_APART = (
    Change(
        r"zanbaqia-\d+(/r/\d)?\.docx",
        r'<w:r><w:rPr>(<w:rStyle [^>]*/>)?<w:rtl/><w:lang w:bidi="ar-SA"/></w:rPr>'
        r'<w:t xml:space="preserve">([^<]*)</w:t></w:r>',
        in_runs,
        "Latin words and addresses run from left to right within Arabic.",
    ),
    Change("^/ar/", "(?<=الخلاصات في )عنوان(?= الصفحة)", "رابط", "One word for one thing."),
)
