"""On any screen of the administration axe finds nothing, none scrolls sideways, the focus is always seen.

SCREENS names every address of the administration that shows a page; a new one that is in neither of the
tables below fails a test. ANSWERS has the pages that only a sent form shows.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import get_resolver
from playwright.sync_api import Browser, Page, Response

from tests import server
from tests.browser.conftest import NewPage, forget_refusals, sign_in_once
from tests.browser.looks import assert_accessible, assert_fits
from tests.browser.screen_objects import MAKE

REVISION = "profiles/revision/{draft}/"
TRANSLATION = "profiles/translation/{french}/"
SCREENS = {
    "index": ["", "?q=lunaria", "?q=nothing+has+this"],
    "board": ["profiles/board/", "profiles/board/?kind=local", "profiles/board/?state=nowhere&region=030"],
    "language_board": ["profiles/languages/"],
    "jobs": ["jobs/"],
    "admin_import": ["import/"],
    "admin_import_names": ["import/words/"],
    "admin_import_document": ["import/{document}/", "import/{foreign}/", "import/{explained}/"],
    "account": ["account/"],
    "second_factor_enrol": ["account/second-step/"],
    "password_change": ["password_change/"],
    "password_change_done": ["password_change/done/"],
    "admin_password_reset": ["password_reset/"],
    "password_reset_done": ["password_reset/asked/"],
    "password_reset_complete": ["password_reset/done/"],
    "password_reset_confirm": ["password_reset/MQ/a-token/"],
    "app_list": ["profiles/"],
    "profiles_indicatordomain_changelist": ["profiles/indicatordomain/"],
    "profiles_indicatordomain_change": ["profiles/indicatordomain/{domain}/change/"],
    "profiles_term_changelist": ["profiles/term/"],
    "profiles_term_add": ["profiles/term/add/"],
    "profiles_term_change": ["profiles/term/1/change/"],
    "profiles_term_delete": ["profiles/term/1/delete/"],
    "profiles_alert_changelist": ["profiles/alert/"],
    "profiles_alert_change": ["profiles/alert/{alert}/change/"],
    "profiles_alert_delete": ["profiles/alert/{alert}/delete/"],
    "profiles_place_changelist": ["profiles/place/", "profiles/place/?q=lun"],
    "profiles_place_add": ["profiles/place/add/", "profiles/place/add/?parent={place}"],
    "profiles_place_change": ["profiles/place/{place}/change/"],
    "profiles_place_delete": ["profiles/place/{unused_place}/delete/"],
    "profiles_profile_changelist": ["profiles/profile/"],
    "profiles_profile_add": ["profiles/profile/add/", "profiles/profile/add/?place={place}"],
    "profiles_profile_change": ["profiles/profile/{profile}/change/"],
    "profiles_profile_history": ["profiles/profile/{profile}/history/"],
    "profiles_profile_kept": [
        "profiles/profile/{profile}/history/{snapshot}/",
        "profiles/profile/{profile}/history/{translated}/",
    ],
    "profiles_profile_matches": [f"profiles/profile/{{{name}}}/matches/" for name in ("third", "profile")],
    "profiles_profile_address": ["profiles/profile/{profile}/address/"],
    "profiles_place_address": ["profiles/place/{place}/address/"],
    "profiles_profile_compare": ["profiles/profile/{profile}/compare/"],
    "profiles_revision_changelist": ["profiles/revision/"],
    "profiles_revision_change": [
        f"profiles/revision/{{{state}}}/change/"
        for state in ("draft", "review", "approved", "live", "withdrawn")
    ],
    "profiles_revision_preview": [f"{REVISION}preview/", f"{REVISION}preview/?language=ar"],
    "profiles_revision_submit": [f"{REVISION}submit/", "profiles/revision/{live}/submit/"],
    "profiles_revision_discard": [f"{REVISION}discard/"],
    "profiles_revision_send_back": ["profiles/revision/{review}/send_back/"],
    "profiles_revision_approve": ["profiles/revision/{review}/approve/"],
    "profiles_revision_publish": ["profiles/revision/{approved}/publish/"],
    "profiles_revision_unschedule": ["profiles/revision/{approved}/unschedule/"],
    "profiles_revision_withdraw": ["profiles/revision/{live}/withdraw/"],
    "profiles_revision_comments": [f"{REVISION}comments/", f"{REVISION}comments/?show=open"],
    "profiles_revision_sign_off": [f"{REVISION}sign-off/"],
    "profiles_translation_changelist": ["profiles/translation/"],
    "profiles_translation_change": [
        "profiles/translation/{french}/change/?show=outdated",
        *(
            f"profiles/translation/{{{name}}}/change/"
            for name in ("french", "arabic", "french_review", "spanish_approved", "arabic_live")
        ),
    ],
    "profiles_translation_preview": [f"{TRANSLATION}preview/"],
    "profiles_translation_submit": [f"{TRANSLATION}submit/"],
    "profiles_translation_discard": [f"{TRANSLATION}discard/"],
    "profiles_translation_move_on": [f"{TRANSLATION}move_on/"],
    "profiles_translation_send_back": ["profiles/translation/{french_review}/send_back/"],
    "profiles_translation_approve": ["profiles/translation/{french_review}/approve/"],
    "profiles_translation_publish": ["profiles/translation/{spanish_approved}/publish/"],
    "profiles_translation_unschedule": ["profiles/translation/{spanish_approved}/unschedule/"],
    "profiles_translation_withdraw": ["profiles/translation/{arabic_live}/withdraw/"],
    "profiles_translation_comments": [f"{TRANSLATION}comments/"],
    "profiles_translation_import": ["profiles/translation/{translation}/import/"],
    "profiles_translation_import_document": [
        f"profiles/translation/{{translation}}/import/{{{name}}}/" for name in ("sheet", "finished")
    ],
    "profiles_user_changelist": ["profiles/user/"],
    "profiles_user_add": ["profiles/user/add/"],
    "profiles_user_change": ["profiles/user/{user}/change/"],
    "profiles_user_second_factor_off": ["profiles/user/{user}/second-step/off/"],
    "auth_user_password_change": ["profiles/user/{user}/password/"],
    "profiles_logentry_changelist": ["profiles/logentry/"],
    "profiles_logentry_change": ["profiles/logentry/{log}/change/"],
    "auth_group_changelist": ["auth/group/"],
    "auth_group_add": ["auth/group/add/"],
    "auth_group_change": ["auth/group/{group}/change/"],
    "axes_accessattempt_changelist": ["axes/accessattempt/"],
    "axes_accesslog_changelist": ["axes/accesslog/"],
    "axes_accessfailurelog_changelist": ["axes/accessfailurelog/"],
}
"""Name of an address -> the screens there, below /admin/."""

NO_SCREENS = re.compile(
    # Answers to POST, data, files, and addresses that only lead on.
    r"job_retry|board_csv|language_board_csv|admin_import_drop|end_session|second_factor_cancel|logout|autocomplete|jsi18n|view_on_site|profiles_revision_history|"
    r"profiles_profile_(start|translate|restore_\w+|forget_match)|profiles_(revision|translation)_(presence|comment|reply|resolve|reopen|letter|invite|revoke|revoke_sign_off|file_\w+)|"
    r"profiles_(profile|place)_template|profiles_translation_(file_\w+|import_drop)|"
    # Of these two, tests/browser/test_accounts.py has what stands between the steps of signing in.
    r"login|second_factor_(code|codes|renew|off)|"
    # Django's own: nobody adds here, deleting has one page for all, and the history of other rows another.
    r"profiles_alert_(add|history)|\w+_(indicatordomain|revision|translation|logentry|accessattempt|accesslog|accessfailurelog)_(add|delete|history)|"
    r"(profiles_profile|profiles_user|auth_group)_delete|(profiles_place|profiles_term|profiles_user|auth_group)_history|"
    r"axes_\w+_change"
)


def names_below(patterns: Any) -> set[str]:
    names = set()
    for pattern in patterns:
        names |= names_below(pattern.url_patterns) if hasattr(pattern, "url_patterns") else {pattern.name}
    return names - {None}


def test_no_screen_is_forgotten():
    roots = [p for p in get_resolver().url_patterns if str(p.pattern).startswith("admin/")]
    names = names_below(roots)
    assert names > SCREENS.keys()
    assert {name for name in names - SCREENS.keys() if not NO_SCREENS.fullmatch(name)} == set()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[server.Site]:
    """An installation of its own: what is in review or withdrawn here is not so for other tests."""
    shared = server.shared_folder(tmp_path_factory)
    with server.site(tmp_path_factory.mktemp("screens"), shared) as instance:
        yield instance


@pytest.fixture(scope="module")
def signed_in(browser: Browser, site: server.Site) -> Any:
    return sign_in_once(browser, site)


@pytest.fixture(scope="module")
def objects(site: server.Site) -> dict[str, Any]:
    output = site.manage("shell", "-v0", "-c", MAKE).stdout
    return json.loads(next(line[5:] for line in output.splitlines() if line.startswith("made ")))


@pytest.mark.parametrize("part", range(4))
def test_axe_finds_nothing(admin_page: Page, site: server.Site, objects: dict[str, Any], part: int):
    screens = [f"/admin/{screen}" for group in SCREENS.values() for screen in group]
    for screen in screens[part::4]:
        look(admin_page, site.url + screen.format(**objects))


def test_axe_finds_nothing_at_the_doors_for_others(
    page: Page, site: server.Site, objects: dict[str, Any], complaints: list[str]
):
    look(page, f"{site.url}/admin/login/")
    look(page, f"{site.url}/review/{objects['token']}/")
    look(page, f"{site.url}/profiles/lunaria-2019/", 410)
    page.goto(f"{site.url}/admin/login/")
    judge(page, send(page, "#login-form", username="nobody", password="wrong"))
    forget_refusals(complaints)


ANSWERS: dict[str, tuple[str, int, Callable[[Page], Response]]] = {
    "two texts": (
        f"{REVISION}change/",
        409,
        lambda page: send(page, "#revision_form", version="1", introduction="Said otherwise."),
    ),
    "a draft that is refused": (
        f"{REVISION}change/",
        400,
        lambda page: send(page, "#revision_form", change_note="x" * 301),
    ),
    "what is not stored": (
        f"{REVISION}change/",
        404,
        lambda page: send(page, "#revision_form", "../../987654/change/", introduction="Typed in vain."),
    ),
    "two translations": (
        f"{TRANSLATION}change/",
        409,
        lambda page: send(
            page, "#translation_form", version="1", base="{}", **{"text-introduction": "Autre."}
        ),
    ),
    "a translation that is refused": (
        f"{TRANSLATION}change/",
        400,
        lambda page: send(page, "#translation_form", reference="x" * 301),
    ),
    "several to submit": ("profiles/revision/", 200, lambda page: choose(page, "submit")),
    "several to approve": ("profiles/revision/", 200, lambda page: choose(page, "approve")),
    "several to publish": ("profiles/revision/", 200, lambda page: choose(page, "publish")),
    "no reason": ("profiles/revision/{review}/send_back/", 409, lambda page: send(page, ".step-form")),
    "no document": ("import/", 400, lambda page: send(page, ".step-form")),
    "a document not taken in": ("import/{document}/", 409, lambda page: take_in(page)),
    "a wrong fact": ("import/{document}/", 400, lambda page: send(page, "#import_form", year="1066")),
    "no comment": (f"{REVISION}comments/", 400, lambda page: send(page, ".comment-form")),
    "no signature": (f"{REVISION}sign-off/", 400, lambda page: send(page, "form[enctype]")),
    "a link that is made": (f"{REVISION}sign-off/", 200, lambda page: invite(page)),
    "a wrong form": ("profiles/profile/add/", 200, lambda page: send(page, "#profile_form")),
    "a wrong password": ("password_change/", 200, lambda page: send(page, "#content form")),
    "the way out": ("", 200, lambda page: send(page, "#logout-form")),
}
"""What is seen -> where it is sent from, the status of the answer, and how. The way out is last."""


def test_axe_finds_nothing_in_what_a_sent_form_shows(
    new_page: NewPage,
    browser: Browser,
    site: server.Site,
    objects: dict[str, Any],
    complaints: list[str],
):
    # Signed in anew, because it ends with signing out. Without scripts a form is sent as it stands.
    page = new_page(storage_state=sign_in_once(browser, site))
    for name, (screen, status, answer) in ANSWERS.items():
        page.goto(f"{site.url}/admin/{screen.format(**objects)}")
        judge(page, answer(page), status, name)
        forget_refusals(complaints)


def send(page: Page, form: str, to: str = "", **fields: str) -> Response:
    """Send `form` with `fields`, past what the browser and scripts would ask first; or to another address."""
    with page.expect_navigation() as answer:
        page.locator(form).first.evaluate(
            """(form, [to, fields]) => {
                 if (to) form.action = to;
                 for (const [name, value] of Object.entries(fields)) form.elements[name].value = value;
                 HTMLFormElement.prototype.submit.call(form);
               }""",
            [to, fields],
        )
    assert answer.value
    return answer.value


def choose(page: Page, action: str) -> Response:
    page.locator("#action-toggle").check()
    page.locator("select[name=action]").select_option(action)
    with page.expect_navigation() as answer:
        page.locator("button[name=index]").click()
    assert answer.value
    return answer.value


def take_in(page: Page) -> Response:
    with page.expect_navigation() as answer:
        page.get_by_role("button", name="Import as a draft").click()
    assert answer.value
    return answer.value


def invite(page: Page) -> Response:
    page.get_by_label("For", exact=True).fill("Ministry of Tides")
    with page.expect_navigation() as answer:
        page.get_by_role("button", name="Create the link").click()
    assert answer.value
    return answer.value


UNSEEN_FOCUS = """() => {
  const isUnseen = (each) => {
    each.focus({ preventScroll: true });
    const { outlineStyle, outlineWidth } = getComputedStyle(each);
    return each === document.activeElement && (outlineStyle === "none" || outlineWidth === "0px");
  };
  const ways = "a[href]:not(.wheel__link), button:not(.term__button), input, select, textarea, summary";
  return [...document.querySelectorAll(ways)].filter(isUnseen).map((each) => each.outerHTML.slice(0, 160));
}"""
"""The wheel of a profile draws its focus on the segment, and a term on its words (test_glossary.py)."""


def look(page: Page, address: str, status: int = 200) -> None:
    judge(page, page.goto(address), status)


def judge(page: Page, answer: Response | None, status: int = 200, name: str = "") -> None:
    where = f"{name} {page.url}"
    assert answer and answer.status == status, f"{where}: {answer and answer.status}"
    assert_accessible(page, name)
    for width in (360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert_fits(page, f"{name} {width}")
    page.keyboard.press("Tab")  # From here on the browser shows the focus.
    assert page.evaluate(UNSEEN_FOCUS) == [], where
