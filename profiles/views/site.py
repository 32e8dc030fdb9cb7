"""What all public pages share: the head, the parameters that links carry, the languages, the headers."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import get_script_prefix, reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_language, get_language_from_path
from django.views.decorators.csrf import csrf_exempt

from profiles.choices import Language
from profiles.site_texts import site_disclaimer, site_name, site_notice
from profiles.views import errors

View = Callable[..., HttpResponse]

FRESH, STALE = 30, 30
"""Seconds for which a shared cache may answer with a page: as it is, and while it asks for a newer one."""
EVERYTHING = "texts lists"
"""The tags of a page that may depend on all that is public (page_store/versions.py)."""

MULTIPLE = ("profile",)
"""Parameters that an address may have several times."""


@dataclass(frozen=True)
class Page:
    """What a page says of itself to browsers, search engines and those who share it."""

    title: str
    description: str = ""
    canonical: str = ""
    """Path of the page that this one is a version of; its own where empty."""
    image: str = ""
    """Path of its share picture, 1200 by 630 pixels."""
    robots: str = ""
    data: dict[str, Any] | None = None
    """schema.org description, as JSON-LD."""
    is_fictional: bool = False
    tags: Sequence[tuple[str, str]] = ()
    """Further meta tags: name and content."""
    oembed: str = ""
    """Absolute address at which oEmbed describes it."""
    languages: Sequence[str] | None = None
    """Those in which it has a text of its own; None: it speaks all languages of the site."""
    feed: str = ""
    """Path of the feed of what is on it; the site's where empty."""


@dataclass(frozen=True)
class LanguageLink:
    """The same page in one of the interface languages."""

    code: str
    name: str
    path: str
    """Without the query string."""
    query: str
    is_current: bool

    @property
    def url(self) -> str:
        """The absolute address of the page itself, whatever was asked of it."""
        return f"{settings.SITE_URL}{self.path}"

    @property
    def link(self) -> str:
        """Where its link leads: to the same choices, in the other language."""
        return f"{self.path}{self.query}"

    @property
    def direction(self) -> str:
        return Language(self.code).direction


def context(request: HttpRequest) -> dict[str, Any]:
    """Give every template the site's name and address, and the page's own in each language."""
    language = Language(get_language() or settings.LANGUAGE_CODE)
    links = language_links(request)
    own_path = next(link.path for link in links if link.is_current)
    return {
        "site_name": site_name(),
        "site_notice": site_notice(),
        "site_disclaimer": site_disclaimer(),
        "site_url": settings.SITE_URL,
        "contact_email": settings.CONTACT_EMAIL,
        "language": language,
        "direction": language.direction,
        "languages": links,
        "own_path": own_path,
        "site_image": reverse("site_picture"),
    }


def language_links(request: HttpRequest) -> list[LanguageLink]:
    """Return this page's links in all languages; what was chosen on it goes along."""
    prefix = get_script_prefix()
    path = request.path.removeprefix(prefix)
    code = get_language_from_path(request.path_info)
    if code and path.startswith(f"{code}/"):
        path = path.removeprefix(f"{code}/")
    # A path that begins with two slashes would be another host's address.
    path = path.lstrip("/")
    query = query_string(request)
    return [
        LanguageLink(
            code=language,
            name=name,
            path=f"{prefix}{'' if language == settings.LANGUAGE_CODE else f'{language}/'}{path}",
            query=query,
            is_current=language == get_language(),
        )
        for language, name in settings.LANGUAGES
    ]


def query_params(*names: str) -> Callable[[View], View]:
    """Declare the parameters that a view knows, in the order in which links have them."""

    def decorate(view: View) -> View:
        view.query_params = names
        return view

    return decorate


def query_string(request: HttpRequest, **changes: str | Sequence[str]) -> str:
    """Return the known parameters of the address with `changes`, from the “?” on; "" where none is left.

    An empty value leaves a parameter out. Other views than those of `query_params` know none.
    """
    match = request.resolver_match
    query = QueryDict(mutable=True)
    for name in getattr(match.func, "query_params", ()) if match else ():
        values: Sequence[str] = request.GET.getlist(name)
        if name in changes:
            change = changes[name]
            values = [change] if isinstance(change, str) else change
        elif name not in MULTIPLE:
            values = values[-1:]
        query.setlist(name, [value for value in values if value])
    encoded = query.urlencode()
    return f"?{encoded}" if encoded else ""


def allow_methods(*methods: str) -> Callable[[View], View]:
    """Answer 405 in words to other methods. No CSRF token is asked for: these views need no cookie."""

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in methods:
                return errors.wrong_method(request, methods)
            return view(request, *args, **kwargs)

        return wrapper

    return decorate


def with_headers(headers: Mapping[str, str]) -> Callable[[View], View]:
    """Add `headers` to whatever a view answers."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            response = view(request, *args, **kwargs)
            for name, value in headers.items():
                response[name] = value
            return response

        return wrapper

    return decorate


cors = with_headers({"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag, Link"})
"""Let scripts of other sites read what a view answers: it is public data."""

private = with_headers(
    {
        "Cache-Control": "private, no-store",
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex, nofollow, noarchive",
    }
)
"""Keep a page whose address is a secret out of caches, indexes and the sight of other sites."""


def public(*params: str, browser_seconds: int = 0) -> Callable[[View], View]:
    """Make a view a public page: GET and HEAD only, the same for everybody, and cacheable.

    A browser asks again each time (an analyst who publishes sees it at once) and gets a 304 where nothing
    has changed. What the page is made from, the view says with `depends_on`; who says nothing depends on all.
    `params` are the parameters that the view reads beside those of `query_params`.
    """

    def decorate(view: View) -> View:
        @allow_methods("GET", "HEAD")
        @wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                response = view(request, *args, **kwargs)
            except BadRequest as error:  # Django would log where it was raised, and this is no fault.
                return errors.bad_request(request, error)
            if response.status_code in (200, 304):
                set_cache_headers(response, browser_seconds)
            response.known_params = (*params, *getattr(view, "query_params", ())) or None
            return response

        return wrapper

    return decorate


def is_own_form(request: HttpRequest) -> bool:
    """Return whether a form came from this site, by its browser; browsers that say nothing are believed."""
    return request.headers.get("Sec-Fetch-Site", "none") in ("same-origin", "none")


def set_cache_headers(response: HttpResponse, browser_seconds: int = 0) -> None:
    """Say for how long an answer may be kept, by what it is known, and what it is made from.

    A shared cache may answer with it for FRESH seconds, for STALE more while it asks anew, and for a day
    while the site does not answer.
    """
    patch_cache_control(
        response,
        public=True,
        max_age=browser_seconds,
        s_maxage=FRESH,
        stale_while_revalidate=STALE,
        stale_if_error=24 * 3600,
    )
    patch_vary_headers(response, ["Accept-Encoding"])
    response.headers.setdefault("Surrogate-Key", EVERYTHING)
    if settings.PURGE_URL and settings.PURGE_KIND == "cloudflare":
        response["Cache-Tag"] = response["Surrogate-Key"].replace(" ", ",")
    _mark(response)


def depends_on(response: HttpResponse, country: int, *keys: str) -> HttpResponse:
    """Say that a page is made from what the public reads of the country with this key alone, and the texts.

    By the further `keys`, caches in front can be told to drop the page as well.
    """
    response["Surrogate-Key"] = " ".join(["texts", f"country-{country}", *keys])
    return response


def _mark(response: HttpResponse) -> None:
    """Give the answer a weak ETag: the same for the page, its HEAD and its 304, compressed or not."""
    if response.streaming or response.has_header("ETag"):
        return  # its bytes are not here; who makes it knows when it changes
    if hasattr(response, "add_post_render_callback") and not response.is_rendered:
        response.add_post_render_callback(_mark)
        return
    response["ETag"] = f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
