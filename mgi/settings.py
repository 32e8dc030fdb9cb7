"""All settings, in one file, from the environment, with defaults that are safe.

docs/deploying.md has the table of variables. A wrong value stops the start with one line.
"""

import sys
from pathlib import Path
from urllib.parse import quote, urlsplit

import dj_database_url
import django
from csp.constants import NONE, SELF
from environs import Env, validate

from mgi import environment, error_reports, logs, look
from mgi.version import version
from profiles.languages import interface_languages

BASE_DIR = Path(__file__).resolve().parent.parent

# The environment: read whole, then refused whole, so that one line names every mistake.

env = Env(eager=False)
VAR_DIR = env.path("VAR_DIR", BASE_DIR / "var", validate=environment.is_own_folder(BASE_DIR))
VAR_DIR = Path(
    VAR_DIR or BASE_DIR / "var"
).resolve()  # a wrong one comes as a text, until it is refused below
DEBUG = env.bool("DEBUG", False)
HOST = env.str("HOST", "127.0.0.1", validate=environment.is_listened_on)
PORT = env.int("PORT", 8000, validate=environment.is_whole_number(1, 65535))
WORKERS = env.int("WORKERS", 2, validate=environment.is_whole_number(1, 64))
THREADS = env.int("THREADS", 4, validate=environment.is_whole_number(1, 64))
HEADER_TIMEOUT = env.int("HEADER_TIMEOUT", 10, validate=environment.is_whole_number(1, 600))
BODY_TIMEOUT = env.int("BODY_TIMEOUT", 30, validate=environment.is_whole_number(1, 3600))
SEND_TIMEOUT = env.int("SEND_TIMEOUT", 30, validate=environment.is_whole_number(1, 3600))
LARGEST_UPLOAD = env.int("LARGEST_UPLOAD", 21, validate=environment.is_whole_number(1, 1024))
TLS_CERTIFICATE = env.str("TLS_CERTIFICATE", "", validate=environment.is_file)
TLS_KEY = env.str("TLS_KEY", "", validate=environment.is_file)
PROXIES = env.int("PROXIES", 0, validate=environment.is_whole_number(0, 5))
SITE_NAME = env.str(
    "SITE_NAME", "Migration Governance Profiles", validate=[validate.Length(1, 60), environment.is_words]
)
SITE_TAGLINE = env.str("SITE_TAGLINE", "", validate=[validate.Length(0, 120), environment.is_words])
SITE_NOTICE = env.str("SITE_NOTICE", "", validate=[validate.Length(0, 600), environment.is_words])
SITE_DISCLAIMER = env.str("SITE_DISCLAIMER", "", validate=[validate.Length(0, 600), environment.is_words])
site_url = env.str("SITE_URL", "", validate=environment.is_site_url)
HTTPS = env.bool("HTTPS", (site_url or "").startswith("https://"))
CONTACT_EMAIL = env.str("CONTACT_EMAIL", "", validate=environment.is_mailbox)
allowed_hosts: list[str] = env.list("ALLOWED_HOSTS", [], subcast=str.strip, validate=environment.are_hosts)
LOG_LEVEL = env.str("LOG_LEVEL", "INFO", validate=validate.OneOf(["DEBUG", "INFO", "WARNING", "ERROR"]))
LOG_FORMAT = env.str("LOG_FORMAT", "line", validate=validate.OneOf(list(logs.FORMATTERS)))
ACCESS_LOG = env.bool("ACCESS_LOG", False)
SENTRY_DSN = env.str("SENTRY_DSN", "", validate=environment.is_dsn)
secret_key = env.str("SECRET_KEY", "", validate=environment.is_long_enough)
database_url = env.str(
    "DATABASE_URL", f"sqlite:///{quote(str(VAR_DIR))}/mgi.sqlite3", validate=environment.is_database
)
DATABASE_TIMEOUT = env.int("DATABASE_TIMEOUT", 2, validate=environment.is_whole_number(1, 60))
DATABASE_POOL = env.int("DATABASE_POOL", 8, validate=environment.is_whole_number(1, 1000))
LOCK_TIMEOUT = env.int("LOCK_TIMEOUT", 5, validate=environment.is_whole_number(1, 600))
cache_url = env.str("CACHE_URL", "locmem://", validate=environment.is_cache)
email_url = env.str("EMAIL_URL", "console:", validate=environment.is_mail)
DEFAULT_FROM_EMAIL = env.str("FROM_EMAIL", "profiles@localhost", validate=environment.is_sender)
JOBS = env.bool("JOBS", True)
ALERTS = env.bool("ALERTS", not (email_url or "").startswith("console:"))
SECOND_FACTOR = env.bool("SECOND_FACTOR", HTTPS)
FOUR_EYES = env.bool("FOUR_EYES", True)
PAGE_STORE = env.int("PAGE_STORE", 64, validate=environment.is_whole_number(0, 100_000))
PAGE_FILES = env.int("PAGE_FILES", 1024, validate=environment.is_whole_number(0, 1_000_000))
PURGE_URL = env.str("PURGE_URL", "", validate=environment.is_address)
PURGE_KIND = env.str("PURGE_KIND", "varnish", validate=validate.OneOf(["fastly", "varnish", "cloudflare"]))
PURGE_TOKEN = env.str("PURGE_TOKEN", "", validate=environment.is_one_line)
API_RATE = env.int("API_RATE", 120, validate=environment.is_whole_number(0, 100_000))
METRICS_TOKEN = env.str("METRICS_TOKEN", "", validate=environment.is_token)
FILE_RATE = env.int("FILE_RATE", 30, validate=environment.is_whole_number(0, 100_000))
UPLOADS = env.str("UPLOADS", "database", validate=environment.is_storage)
BACKUPS = env.str("BACKUPS", "", validate=environment.is_storage_of_backups)
BACKUP_PASSPHRASE = env.str("BACKUP_PASSPHRASE", "", validate=environment.is_passphrase)
SIGN_OFF = env.str("SIGN_OFF", "warn", validate=validate.OneOf(["warn", "require"]))
logo_path = env.str("SITE_LOGO", "", validate=look.is_logo)
SITE_COLOUR = env.str("SITE_COLOUR", "", validate=look.is_colour)
SITE_COLOUR_DARK = env.str("SITE_COLOUR_DARK", "", validate=look.is_colour)
SITE_COLOUR_PAPER = env.str("SITE_COLOUR_PAPER", "", validate=look.is_colour)
SITE_COLOUR_PAPER_DARK = env.str("SITE_COLOUR_PAPER_DARK", "", validate=look.is_colour)
legal_notice = env.str("LEGAL_NOTICE", "", validate=environment.is_text_file)
privacy_notice = env.str("PRIVACY_NOTICE", "", validate=environment.is_text_file)
footer_links = env.str("FOOTER_LINKS", "", validate=environment.are_links)
# What the site says of itself, in each language: SITE_NAME is English, SITE_NAME_FR French.
codes = [code for code, _name in interface_languages()]
SITE_TEXTS = {
    name: environment.in_languages(env, name, english, codes, validate.Length(0, most), environment.is_words)
    for name, english, most in (
        ("SITE_NAME", SITE_NAME, 60),
        ("SITE_TAGLINE", SITE_TAGLINE, 120),
        ("SITE_NOTICE", SITE_NOTICE, 600),
        ("SITE_DISCLAIMER", SITE_DISCLAIMER, 600),
    )
}
notices = {
    name: environment.in_languages(env, name, english, codes, environment.is_text_file)
    for name, english in (("LEGAL_NOTICE", legal_notice), ("PRIVACY_NOTICE", privacy_notice))
}
links = environment.in_languages(env, "FOOTER_LINKS", footer_links, codes, environment.are_links)
environment.seal(env)
if HTTPS and not site_url.startswith("https://"):
    environment.refuse("HTTPS is on, so SITE_URL must be given and begin with https://.")
if bool(TLS_CERTIFICATE) != bool(TLS_KEY):
    environment.refuse("TLS_CERTIFICATE and TLS_KEY are given together.")
if BACKUPS and not BACKUP_PASSPHRASE:
    environment.refuse("BACKUPS needs BACKUP_PASSPHRASE, which the backups are encrypted with.")
if ALERTS and email_url.startswith("console:"):
    environment.refuse("ALERTS is on, but EMAIL_URL is console:, so that no reader would get an e-mail.")
if PURGE_URL and PURGE_KIND != "varnish" and not PURGE_TOKEN:
    environment.refuse(f"PURGE_KIND is {PURGE_KIND}, which takes nothing without PURGE_TOKEN.")

if weak := look.faults(BASE_DIR, False, SITE_COLOUR, SITE_COLOUR_PAPER):
    environment.refuse(f"SITE_COLOUR, SITE_COLOUR_PAPER: {weak}")
if weak := look.faults(BASE_DIR, True, SITE_COLOUR_DARK, SITE_COLOUR_PAPER_DARK):
    environment.refuse(f"SITE_COLOUR_DARK, SITE_COLOUR_PAPER_DARK: {weak}")
SITE_LOGO = look.read_logo(logo_path)
SITE_STYLE = look.style(
    look.changes(BASE_DIR, False, SITE_COLOUR, SITE_COLOUR_PAPER),
    look.changes(BASE_DIR, True, SITE_COLOUR_DARK, SITE_COLOUR_PAPER_DARK),
)
NOTICES = {name: environment.read_texts(paths) for name, paths in notices.items()}
FOOTER_LINKS = {code: environment.split_links(value) for code, value in links.items()}

# Scheme and host; where the site does not live at the root of its host, every address begins with the path.
SITE_URL, SITE_PATH = environment.split_site_url(site_url)
SITE_URL = SITE_URL or f"http://{environment.host_for_url(HOST)}:{PORT}"
FORCE_SCRIPT_NAME = SITE_PATH or None
own_host = environment.host_for_url(urlsplit(SITE_URL).hostname or "")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", own_host, *allowed_hosts]
SECRET_KEY_IS_SET = bool(secret_key)
SECRET_KEY = secret_key or environment.kept_secret_key(VAR_DIR / "secret-key")

# Django

ROOT_URLCONF = "mgi.urls"
WSGI_APPLICATION = "mgi.wsgi.application"
SERVER = "mgi.site_processes"
INSTALLED_APPS = [
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "profiles",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_filters",
    "axes",
    "csp",
]
MIDDLEWARE = [
    "mgi.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "profiles.middleware.SecurityHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",  # Below what static files carry, too.
    "profiles.middleware.CompressionMiddleware",
    "profiles.middleware.NotModifiedMiddleware",
    "profiles.middleware.CookieMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "profiles.middleware.LanguageMiddleware",
    "profiles.middleware.AddressMiddleware",
    "mgi.middleware.TooLargeMiddleware",
    "mgi.middleware.DatabaseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "profiles.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "profiles.middleware.NewerVersionMiddleware",
    "profiles.middleware.FileLimitMiddleware",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "profiles.views.site.context",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")

# Data

database = dj_database_url.parse(database_url)
DATABASES = {"default": database}
if database["ENGINE"].endswith("sqlite3"):
    database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": LOCK_TIMEOUT,
        # Recursive triggers: without them a REPLACE deletes a row past its trigger (docs/decisions/0003).
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000; "
        "PRAGMA recursive_triggers=ON;",
    }
    # REST framework would load PostgreSQL's library for fields that nobody has: 10 MB and 0.2 s.
    sys.modules["django.contrib.postgres.fields"] = None  # type: ignore[assignment]
    # While one lives, the files beside the database (-wal, -shm) do: a full disk has no room for new ones.
    database["CONN_MAX_AGE"] = None
else:
    from mgi.database import WatchedConnection  # loads PostgreSQL's library

    pool = {
        "min_size": 1,
        "max_size": DATABASE_POOL,
        # Less than the whole time: after it, the page that says so is still to be made.
        "timeout": 0.75 * DATABASE_TIMEOUT,
        "reconnect_timeout": 1,
        "connection_class": WatchedConnection,
    }
    # All that is asked for often is in memory, where a page out of order costs no more than the next one.
    planner = "-c random_page_cost=1.1 -c jit=off -c work_mem=16MB"
    own = {"connect_timeout": max(2, DATABASE_TIMEOUT), "pool": pool, "options": planner}
    database["OPTIONS"] = own | database.get("OPTIONS", {})
    # A connection that the server has closed meanwhile (it was restarted) is not handed out.
    database["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
CACHES = {
    "default": environment.cache(cache_url),
    # Parts of pages, by digests of what they are made from: some 20 MB of each worker, at most.
    "parts": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "parts",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 400},
    },
}

# Languages: English without a prefix in the address, the others behind theirs

LANGUAGE_CODE = "en"
LANGUAGES = interface_languages()
LOCALE_PATHS = [BASE_DIR / "profiles" / "locale"]
FORMAT_MODULE_PATH = ["mgi.formats"]
TIME_ZONE = "UTC"

# Static files: hashed names, compressed once, served by this process

STATIC_URL = f"{SITE_PATH}/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    # Django's own, below the names that static/admin/css/ imports into a cascade layer.
    ("admin/django", Path(django.__file__).parent / "contrib" / "admin" / "static" / "admin" / "css"),
]
STORAGES = {
    "default": environment.storage(UPLOADS),
    "staticfiles": {"BACKEND": "mgi.static_files.StaticFiles"},
}
if BACKUPS:
    STORAGES["backups"] = environment.storage(BACKUPS)
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
MEDIA_ROOT = VAR_DIR / "media"  # where uploaded files were once: a migration reads them

# The API: what else it needs, its views say themselves

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "profiles.api.v1.exceptions.exception_handler",
    "URL_FORMAT_OVERRIDE": None,  # “format” is a parameter that nobody knows, as any other
}

# Accounts

AUTH_USER_MODEL = "profiles.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator", "NumericPasswordValidator")
] + [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}}
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"  # where the address says nothing, or something strange
PASSWORD_RESET_TIMEOUT = 2 * 3600
OTP_TOTP_ISSUER = SITE_NAME
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "profiles.views.errors.locked_out"
AXES_CLIENT_IP_CALLABLE = "mgi.client_ip.client_address"
AXES_VERBOSE = False

# Mail

globals().update(environment.mail(email_url))

# Safety

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_ENGINE = "profiles.models.sessions"
SESSION_COOKIE_NAME = "mgi_session"
CSRF_COOKIE_NAME = "mgi_csrf"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = f"{SITE_PATH}/admin/"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
if SITE_URL.startswith("https://"):
    CSRF_TRUSTED_ORIGINS = [SITE_URL]
# A profile of 100 findings is some 600 units on the translator's screen, each of which sends two fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
CSRF_FAILURE_VIEW = "profiles.views.errors.csrf_failure"

# Logs: to the terminal, without keys; what a stranger's bad address causes is no error of ours

LOGGING = logs.configuration(LOG_FORMAT, LOG_LEVEL) | {
    "loggers": {
        "django": {"propagate": True},
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "mgi.access": {"level": "INFO"},  # ACCESS_LOG says whether there is one
    },
}
VERSION = version()
if SENTRY_DSN:
    error_reports.start(SENTRY_DSN, VERSION)
