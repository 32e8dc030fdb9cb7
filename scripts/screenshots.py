"""Make docs/images/ anew: the pages of README.md and of the docs, by Chromium, from a site with the examples.

    make screenshots

The site is made in a temporary directory and thrown away; scripts/screenshots_work.py puts the work into it
that the dashboard shows. The same program gives the same pictures, as far as Chromium draws text alike; but
for dates, hours and the key of the second step.
"""

import json
import os
import sys
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image
from playwright.sync_api import Browser, FloatRect, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import server, tools  # noqa: E402 (only now can they be found)

WORK = ROOT / "scripts" / "screenshots_work.py"
IMAGES = ROOT / "docs" / "images"
COLOURS = 128
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
WIDE = {"viewport": {"width": 1440, "height": 900}}
TALL = {"viewport": {"width": 1280, "height": 2400}}
PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2, "is_mobile": True}
DRAFT = "{begun}change/"


class Picture(NamedTuple):
    """A page, or a part of it. `path` names what scripts/screenshots_work.py made: {begun}, {reviewed} …"""

    name: str
    path: str
    circumstances: dict[str, Any]
    who: str = ""
    """Who is signed in; nobody for public pages."""
    part: str = ""
    """A selector of what is shown of the page; all that is in view, where there is none."""
    height: int = 0
    """The most that is shown of that part."""
    margin: int = 0
    """What is shown around it."""
    first: Callable[[Page], None] | None = None
    """What is done on the page before."""


def paste(page: Page) -> None:
    page.locator("#list-partnerships-well_developed").get_by_role("button", name="Paste several").click()
    page.fill(
        "#pasted",
        "• Lunaria is a founding member of the Lantern Dialogue on Migration, a regional\n"
        "consultative process that meets twice a year.\n"
        "• Since 2021, the Chamber of Commerce of Lunaria has taken part in the annual\n"
        "assessment of labour shortages.",
    )


def show_preview(page: Page) -> None:
    page.get_by_role("button", name="Preview side by side").click()
    page.frame_locator("#preview iframe").get_by_role("heading", level=1).wait_for()


def save_in_between(page: Page) -> None:
    """Bruno saves while Amina writes."""
    if page.context.browser is None:
        sys.exit("The browser is gone; docs/images/ is half new.")
    other = sign_in(page.context.browser, page.url.partition("/admin/")[0], "bruno", DESKTOP)
    other.goto(page.url)
    write(other, "Migrants enrolled in the National Health Coverage scheme may go to all hospitals.")
    other.get_by_role("button", name="Save", exact=True).click()
    other.locator("#saved", has_text="saved").wait_for()
    other.context.close()
    write(page, "Migrants enrolled in the National Health Coverage scheme may go to all clinics.")
    page.fill("#change_note", "Written anew after the consultation of March 2026.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Compare and choose").click()
    page.wait_for_load_state()


def write(page: Page, text: str) -> None:
    page.locator("#list-migrants-rights-well_developed textarea[name^=text-]").nth(1).fill(text)


def open_comment(page: Page) -> None:
    page.locator(":target").get_by_text("Comment on this finding").click()


def select_lines(page: Page) -> None:
    for box in page.locator(".importing-line--unplaced input").all()[-2:]:
        box.check()
    page.locator(".importing-line.is-selected").first.evaluate(
        "line => line.scrollIntoView({block: 'center'})"
    )


PICTURES = [
    Picture("home", "/", DESKTOP),
    Picture("profile", "/profiles/mali-2021/", DESKTOP),
    Picture("profile-dark", "/profiles/mali-2021/", DESKTOP | {"color_scheme": "dark"}),
    Picture("profile-phone", "/profiles/mali-2021/", PHONE),
    Picture("profile-arabic", "/ar/profiles/mali-2021/", DESKTOP),
    Picture("directory", "/profiles/", DESKTOP),
    Picture("domain", "/domains/partnerships/", DESKTOP),
    Picture("changes", "/profiles/lunaria-2023/changes/", DESKTOP),
    Picture("compare", "/compare/?profile=mali-2021&profile=lunaria-2023", DESKTOP),
    # docs/adding-a-country.md
    Picture("adding-place", "/admin/profiles/place/add/?parent={country}", TALL, "adam", "#content", 760),
    Picture("adding-profile", "/admin/profiles/profile/add/?place={country}", TALL, "adam", "#content", 620),
    Picture("board", "/admin/profiles/board/?has=yes", DESKTOP, "amina"),
    # docs/editors-guide.md
    Picture("second-step", "/admin/account/second-step/", TALL, "amina", "#content"),
    Picture("dashboard", "/admin/", DESKTOP, "amina"),
    Picture("editor", DRAFT, DESKTOP, "amina"),
    Picture("findings", DRAFT, TALL, "amina", "#revision_form > .domain-1", margin=16),
    Picture("paste", DRAFT, TALL, "amina", "#paste", first=paste),
    Picture("preview", DRAFT, WIDE, "amina", first=show_preview),
    Picture("comments", "{begun}comments/", TALL, "amina", "#content", 900),
    Picture("review", "{reviewed}change/", TALL, "rosa", "#content", 1100),
    Picture("sign-off", "{reviewed}sign-off/", TALL, "amina", "#content", 1090),
    Picture("review-link", "{review}{finding}", PHONE, first=open_comment),
    Picture("import-questions", "/admin/import/{sheet}/", TALL, "amina", "#content", 800),
    Picture("import", "/admin/import/{document}/", DESKTOP, "amina", first=select_lines),
    Picture("matches", "{later}matches/", TALL, "amina", "#content", 900),
    Picture("history", "{returned}history/", TALL, "amina", "#content", 760),
    Picture("conflict", DRAFT, TALL, "amina", "#content", first=save_in_between),
]


def main() -> None:
    chromium = tools.chromium()
    if not chromium:
        sys.exit("No Chromium was found. CHROMIUM names one.")
    os.environ.pop("DATABASE_URL", None)
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="mgi-screenshots-") as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        with server.site(Path(folder) / "site", Path(folder)) as site:
            output = site.manage("shell", "-v0", "-c", WORK.read_text()).stdout
            addresses = json.loads(output.splitlines()[-1])
            for picture in PICTURES:
                data = take(browser, site.url, picture, picture.path.format(**addresses))
                save(data, IMAGES / f"{picture.name}.png")
        browser.close()


def take(browser: Browser, site: str, picture: Picture, address: str) -> bytes:
    page = sign_in(browser, site, picture.who, picture.circumstances)
    answer = page.goto(f"{site}{address}")
    if answer is None or not answer.ok:
        sys.exit(f"{address} could not be opened; docs/images/ is half new.")
    page.evaluate("document.fonts.ready")
    if picture.first:
        picture.first(page)
    data = page.screenshot(animations="disabled", clip=box_of(page, picture) if picture.part else None)
    page.context.close()
    return data


def sign_in(browser: Browser, site: str, who: str, circumstances: dict[str, Any]) -> Page:
    """Return a page of a new context, in which `who` is signed in; nobody, where there is no name."""
    context = browser.new_context(locale="en-GB", reduced_motion="reduce", **circumstances)
    page = context.new_page()
    if who:
        page.goto(f"{site}/admin/login/")
        page.fill("input[name=username]", who)
        page.fill("input[name=password]", server.PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(f"{site}/admin/")
    return page


def box_of(page: Page, picture: Picture) -> FloatRect:
    box = page.locator(picture.part).bounding_box()
    if box is None:
        sys.exit(f"{picture.name} has no {picture.part}; docs/images/ is half new.")
    margin = picture.margin
    height = min(box["height"], picture.height or box["height"])
    return {
        "x": box["x"] - margin,
        "y": box["y"] - margin,
        "width": box["width"] + 2 * margin,
        "height": height + 2 * margin,
    }


def save(data: bytes, file: Path) -> None:
    """Write the picture with a palette, and without what says when it was made."""
    image = Image.open(BytesIO(data)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    image.save(file, optimize=True)
    print(f"{file.relative_to(ROOT)}: {file.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
