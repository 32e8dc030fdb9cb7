"""All settings, in one file, from the environment, with defaults that are safe.

docs/deploying.md has the table of variables. A wrong value stops the start with one line.
"""

import os
import secrets
from pathlib import Path

from csp.constants import NONE, SELF
from environs import Env, EnvError, validate

BASE_DIR = Path(__file__).resolve().parent.parent


def kept_secret_key(path: Path) -> str:
    """Return the key kept in the file `path` (mode 600); make it the first time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Written aside and linked into place, so that two processes that start together agree on one key.
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(64))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text()


# The environment: read whole, then refused whole, so that one line names every mistake.

env = Env(eager=False)
VAR_DIR = env.path("VAR_DIR", BASE_DIR / "var")
DEBUG = env.bool("DEBUG", False)
HOST = env.str("HOST", "127.0.0.1", validate=validate.Length(min=1))
PORT = env.int("PORT", 8000, validate=validate.Range(1, 65535))
WORKERS = env.int("WORKERS", 2, validate=validate.Range(1, 64))
HTTPS = env.bool("HTTPS", False)
PROXIES = env.int("PROXIES", 0, validate=validate.Range(0, 5))
SITE_NAME = env.str("SITE_NAME", "Migration Governance Profiles", validate=validate.Length(1, 60))
SITE_URL = env.str("SITE_URL", "").rstrip("/") or f"http://{HOST}:{PORT}"
CONTACT_EMAIL = env.str("CONTACT_EMAIL", "")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
LOG_LEVEL = env.str("LOG_LEVEL", "INFO", validate=validate.OneOf(["DEBUG", "INFO", "WARNING", "ERROR"]))
given_secret_key = env.str("SECRET_KEY", "")
database = env.dj_db_url("DATABASE_URL", f"sqlite:///{VAR_DIR}/mgi.sqlite3")
cache = env.dj_cache_url("CACHE_URL", "locmem://")
try:
    env.seal()
    validate.URL(require_tld=False, schemes={"http", "https"}, error="SITE_URL is no http(s) address.")(
        SITE_URL
    )
except EnvError as error:
    raise SystemExit(f"Nothing was started: {error}. docs/deploying.md has the table of variables.") from None

SECRET_KEY = given_secret_key or kept_secret_key(VAR_DIR / "secret-key")

# Django

ROOT_URLCONF = "mgi.urls"
WSGI_APPLICATION = "mgi.wsgi.application"
INSTALLED_APPS = [
    "profiles",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django_filters",
    "axes",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "profiles.middleware.PermissionsPolicyMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "profiles.middleware.LanguageMiddleware",
    "profiles.middleware.AddressMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
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

DATABASES = {"default": database}
if database["ENGINE"].endswith("sqlite3"):
    database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000;",
    }
else:
    database["OPTIONS"] = database.get("OPTIONS", {}) | {
        "pool": {"min_size": 1, "max_size": 8, "timeout": 10}
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
if cache["BACKEND"].endswith("RedisCache"):
    cache["BACKEND"] = "mgi.caches.ForgivingRedisCache"
CACHES = {"default": cache}

# Languages: English without a prefix in the address, the others behind theirs

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français"), ("es", "Español"), ("ar", "العربية"), ("pt", "Português")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Static files: hashed names, compressed once, served by this process

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
MEDIA_ROOT = VAR_DIR / "media"

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
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    }
]
LOGIN_URL = "admin:login"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "profiles.views.errors.locked_out"
AXES_IPWARE_PROXY_COUNT = PROXIES or None
AXES_VERBOSE = False

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
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_NAME = "mgi_session"
CSRF_COOKIE_NAME = "mgi_csrf"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/admin/"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
if SITE_URL.startswith("https://"):
    CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "profiles.views.errors.csrf_failure"

# Logs: to the terminal; what a stranger's bad address causes is no error of ours

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["terminal"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"propagate": True},
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
