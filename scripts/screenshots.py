"""Make docs/images/ anew: the pages of README.md and of the docs, by Chromium, from a site with the examples.

    make screenshots

The site is made in a temporary directory and thrown away. The same program gives the same pictures, as far
as Chromium draws text alike.
"""

import os
import sys
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import server, tools  # noqa: E402 (only now can they be found)

IMAGES = ROOT / "docs" / "images"
COLOURS = 128
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2, "is_mobile": True}


class Picture(NamedTuple):
    name: str
    path: str
    circumstances: dict[str, Any]
    is_signed_in: bool = False


PICTURES = [
    Picture("home", "/", DESKTOP),
    Picture("profile", "/profiles/mali-2021/", DESKTOP),
    Picture("profile-dark", "/profiles/mali-2021/", DESKTOP | {"color_scheme": "dark"}),
    Picture("profile-phone", "/profiles/mali-2021/", PHONE),
    Picture("profile-arabic", "/ar/profiles/mali-2021/", DESKTOP),
    Picture("directory", "/profiles/", DESKTOP),
    Picture("domain", "/domains/partnerships/", DESKTOP),
    Picture("admin", "/admin/", DESKTOP, is_signed_in=True),
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
            for picture in PICTURES:
                data = take(browser, site, picture)
                save(data, IMAGES / f"{picture.name}.png")
        browser.close()


def take(browser: Browser, site: server.Site, picture: Picture) -> bytes:
    context = browser.new_context(locale="en-GB", reduced_motion="reduce", **picture.circumstances)
    page = context.new_page()
    if picture.is_signed_in:
        page.goto(f"{site.url}/admin/login/")
        page.fill("input[name=username]", server.ADMINISTRATOR)
        page.fill("input[name=password]", server.PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(f"{site.url}/admin/")
    answer = page.goto(f"{site.url}{picture.path}")
    if answer is None or not answer.ok:
        sys.exit(f"{picture.path} could not be opened; docs/images/ is half new.")
    page.evaluate("document.fonts.ready")
    data = page.screenshot(animations="disabled")
    context.close()
    return data


def save(data: bytes, file: Path) -> None:
    """Write the picture with a palette, and without what says when it was made."""
    image = Image.open(BytesIO(data)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    image.save(file, optimize=True)
    print(f"{file.relative_to(ROOT)}: {file.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
