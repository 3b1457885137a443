"""Every setting of the project. What an operator may change comes from the environment or `.env`; docs/settings.md has all."""

import re
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from chatstream.log.channel_layer import layer_host
from config.accounts import (
    account_settings,
    elsewhere_apps,
    elsewhere_settings,
    mail_settings,
    named_providers,
    oidc_provider,
    require_confirmable,
    second_factor_settings,
)
from config.content_security import CONTENT_SECURITY_POLICY as CONTENT_SECURITY_POLICY
from config.databases import database
from config.logging_config import logging_config
from config.production import require_safe
from config.secret import load_or_create_secret
from config.socket_path import socket_path
from orchestrator.mcp.servers import read_servers

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.read_env(BASE_DIR / ".env")

# --- where this instance keeps its data -------------------------------------------------------------------------------

VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var"))).resolve()
VALKEY_SOCKET = socket_path(VAR_DIR)
DATABASE_URL = env.str("DATABASE_URL", default="") or f"sqlite:///{VAR_DIR / 'db.sqlite3'}"
EMBEDDED_VALKEY = not env.str("REDIS_URL", default="")
REDIS_URL = f"unix://{VALKEY_SOCKET}" if EMBEDDED_VALKEY else env.str("REDIS_URL")

# --- how exposed it is ------------------------------------------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
PRODUCTION = env.bool("PRODUCTION", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
CORS_ALLOWED_ORIGINS = env.list("CORS_ALLOWED_ORIGINS", default=[])
for origin in CORS_ALLOWED_ORIGINS:
    if not re.fullmatch(r"https?://[^/?#@*]+", origin):
        raise ImproperlyConfigured(
            f"CORS_ALLOWED_ORIGINS holds {origin!r}: name each origin in full, such as https://shop.example.org."
        )

if PRODUCTION:
    require_safe(SECRET_KEY, REDIS_URL, DEBUG)
SECRET_KEY = SECRET_KEY or load_or_create_secret(VAR_DIR)

SESSION_ENGINE = "projects.access.session_store"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
if env.bool("TRUST_FORWARDED_PROTO", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)  # of ours, one behind the other, each adding to X-Forwarded-For
SIGN_IN_LINK_ORIGIN = env.str("SIGN_IN_LINK_ORIGIN", default="")  # set by `manage.py up` for its own web server
SLOW_CLIENT_SECONDS = env.float("SLOW_CLIENT_SECONDS", default=20.0)  # for a head; for a body plus 1 s per 8 KiB

# --- Django -----------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "projects",  # before the admin: its admin/base_site.html makes the admin work under the policy above
    "accounts",  # before allauth: its pages are ours
    "operations",  # before the admin as well: its admin/index.html begins with how the site is; behind whoever registers users
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.admin.apps.SimpleAdminConfig",  # config/urls.py loads its pages: a worker has none
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_cleanup.apps.CleanupConfig",  # deletes an asset's file with its row
    "csp",
    "channels",
    "chatstream",
    "storyboard",
    "orchestrator",
    "instance",
    "chaos",
]

MIDDLEWARE = [
    "projects.web.api_errors.api_errors",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "projects.web.private_responses.PrivateResponses",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "projects.web.languages.LanguageChoice",
    "config.addresses.AddressMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "projects.access.sign_in.TokenMiddleware",
    "chatstream.access.ticket_middleware.ticket_credential",
    "projects.limits.rates.CallLimit",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "orchestrator.rendering.availability.server_export",
            ]
        },
    }
]

DATABASES = {"default": database(DATABASE_URL, env, VAR_DIR)}
CACHES = {"default": {"BACKEND": "accounts.cache.ValkeyCache"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
CSRF_FAILURE_VIEW = "projects.web.pages.csrf_failure"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "projects"
LOGOUT_REDIRECT_URL = "account_login"

LANGUAGE_CODE = "en"  # of whoever asks for none of these
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = PRODUCTION
LANGUAGE_COOKIE_AGE = 31_536_000
TIME_ZONE = "UTC"
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static" if PRODUCTION else None  # else served from where it lies
STATIC_STORAGE = "whitenoise.storage.Compressed" if PRODUCTION else "django.contrib.staticfiles.storage."
ASSETS_DIR = Path(env.str("ASSETS_DIR", default=str(VAR_DIR / "assets"))).resolve()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": f"{STATIC_STORAGE}StaticFilesStorage"},
    # Uploads and finished videos: one folder that all machines see, and that no server hands out by itself.
    "assets": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": ASSETS_DIR,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG

OTEL_EXPORTER_OTLP_ENDPOINT = env.str("OTEL_EXPORTER_OTLP_ENDPOINT", default="")  # see instance/tracing.py

LOG_FORMAT = env.str("LOG_FORMAT", default="line")
if LOG_FORMAT not in ("line", "json"):
    raise ImproperlyConfigured(f"LOG_FORMAT is {LOG_FORMAT!r}: set it to line or json.")
LOGGING = logging_config(LOG_FORMAT, env.str("LOG_LEVEL", default="WARNING"))

METRICS_TOKEN = env.str("METRICS_TOKEN", default="")  # what a scrape of /metrics has to send; empty: no such address

# --- the wire ---------------------------------------------------------------------------------------------------------

TURN_MAX_SECONDS = env.int("TURN_MAX_SECONDS", default=600)
CHATSTREAM = {
    "BACKEND": "orchestrator.backend.ChatBackend",
    "MESSAGE_MODEL": "projects.Message",
    "RESPONDER": "orchestrator.run.responder.TurnResponder",
    "REDIS_URL": REDIS_URL,
    "URL_PREFIX": "projects",
    "RETENTION_SECONDS": env.int("CHATSTREAM_RETENTION_SECONDS", default=86_400),
    # One answer makes at most 25 events a second: with 20 000 the longest one (TURN_MAX_SECONDS) is in the log as a whole.
    "RETENTION_EVENTS": env.int("CHATSTREAM_RETENTION_EVENTS", default=20_000),
    "CHECK_SECONDS": env.float("CHATSTREAM_CHECK_SECONDS", default=15.0),  # how long a lost right may still serve
    "RUN_MAX_SECONDS": TURN_MAX_SECONDS,
    "APPROVAL_SECONDS": env.float("CHATSTREAM_APPROVAL_SECONDS", default=7 * 86_400.0),
}
if CHATSTREAM["CHECK_SECONDS"] < 2:
    raise ImproperlyConfigured("CHATSTREAM_CHECK_SECONDS must be 2 or more: streams are asked about once a second.")

# The layer carries hints (sign-out), never tokens. 35 s: redis-py 8 gives up at 5 s, and would cut every idle socket.
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [{**layer_host(REDIS_URL), "socket_timeout": 35}]},
    }
}

# --- the model --------------------------------------------------------------------------------------------------------

# Each provider kind (orchestrator/llm/provider_kinds.py) has a KIND_API_KEY and a KIND_BASE_URL; see docs/models.md.
LLM_KINDS = [
    *("openai", "chat", "anthropic", "google", "azure", "ollama", "openrouter", "groq", "mistral", "deepseek", "xai"),
    *("together", "fireworks", "cerebras", "moonshot", "huggingface"),
]
LLM_API_KEYS = {kind: env.str(f"{kind.upper()}_API_KEY", default="").strip() for kind in LLM_KINDS}
LLM_BASE_URLS = {kind: env.str(f"{kind.upper()}_BASE_URL", default="").strip() for kind in LLM_KINDS}
LLM_MODEL = env.str("LLM_MODEL", default="openai:gpt-5-mini" if LLM_API_KEYS["openai"] else "demo")
LLM_SCENE_MODEL = env.str("LLM_SCENE_MODEL", default="")  # who writes the scenes; empty: LLM_MODEL
LLM_SCENE_LOOK = env.bool("LLM_SCENE_LOOK", default=True)  # capable models are shown each scene once
LLM_SCENE_FORM = env.str("LLM_SCENE_FORM", default="")  # template or layers; empty: as the model is known to be able to
LLM_CHOICES = env.list("LLM_CHOICES", default=[])  # which models people may choose on the page, beside LLM_MODEL
LLM_STRUCTURED_OUTPUT = env.str("LLM_STRUCTURED_OUTPUT", default="auto")  # or json_schema, tool, prompt
LLM_MAX_OUTPUT_TOKENS = env.int("LLM_MAX_OUTPUT_TOKENS", default=0)  # of one call, thoughts included; 0: 4096
LLM_CONCURRENCY = env.int("LLM_CONCURRENCY", default=0)  # answers at once of an address; 0: as its kind stands
LLM_EFFORT = env.str("LLM_EFFORT", default="")  # how much a model reasons, e.g. low; empty: as it likes
LLM_SCENE_EFFORT = env.str("LLM_SCENE_EFFORT", default="")
LLM_READ_TIMEOUT_SECONDS = env.float("LLM_READ_TIMEOUT_SECONDS", default=60.0)
DEMO_WORD_SECONDS = env.float("DEMO_WORD_SECONDS", default=0.04)

MCP_SERVERS = read_servers(env.str("MCP_SERVERS", default=""), env.ENVIRON)  # whose tools the model may call
TOOLS_NEED_APPROVAL = env.list("TOOLS_NEED_APPROVAL", default=[])  # names
TURN_MAX_STEPS = env.int("TURN_MAX_STEPS", default=8)
TURN_MAX_TOOL_CALLS = env.int("TURN_MAX_TOOL_CALLS", default=24)
TURN_MAX_TOKENS = env.int("TURN_MAX_TOKENS", default=400_000)  # read and written; 0: no cap
TURN_MAX_COST = env.float("TURN_MAX_COST", default=0.0)  # in US dollars, where prices are known; 0: no cap
HISTORY_MESSAGES = env.int("HISTORY_MESSAGES", default=40)
HISTORY_TOKENS = env.int("HISTORY_TOKENS", default=16_000)

# --- the limits: of one user, and (ALL) of everybody together; 0: no limit --------------------------------------------

LIMIT_REQUESTS_PER_MINUTE = env.int("LIMIT_REQUESTS_PER_MINUTE", default=30)
LIMIT_ALL_REQUESTS_PER_MINUTE = env.int("LIMIT_ALL_REQUESTS_PER_MINUTE", default=0)
LIMIT_TOKENS_PER_DAY = env.int("LIMIT_TOKENS_PER_DAY", default=0)  # of models, read and written; a day of UTC
LIMIT_ALL_TOKENS_PER_DAY = env.int("LIMIT_ALL_TOKENS_PER_DAY", default=0)
LIMIT_COST_PER_DAY = env.float("LIMIT_COST_PER_DAY", default=0.0)  # in US dollars, where prices are known
LIMIT_ALL_COST_PER_DAY = env.float("LIMIT_ALL_COST_PER_DAY", default=0.0)
LIMIT_LIVE_RUNS = env.int("LIMIT_LIVE_RUNS", default=10)
LIMIT_ALL_LIVE_RUNS = env.int("LIMIT_ALL_LIVE_RUNS", default=0)
LIMIT_CALLS_PER_MINUTE = env.int("LIMIT_CALLS_PER_MINUTE", default=1200)
LIMIT_ALL_CALLS_PER_MINUTE = env.int("LIMIT_ALL_CALLS_PER_MINUTE", default=0)
LIMIT_PROJECTS_PER_MINUTE = env.int("LIMIT_PROJECTS_PER_MINUTE", default=110)
LIMIT_ALL_PROJECTS_PER_MINUTE = env.int("LIMIT_ALL_PROJECTS_PER_MINUTE", default=2000)
LIMIT_EDITS_PER_MINUTE = env.int("LIMIT_EDITS_PER_MINUTE", default=60)
LIMIT_ALL_EDITS_PER_MINUTE = env.int("LIMIT_ALL_EDITS_PER_MINUTE", default=3000)
LIMIT_UPLOADS_PER_MINUTE = env.int("LIMIT_UPLOADS_PER_MINUTE", default=40)
LIMIT_ALL_UPLOADS_PER_MINUTE = env.int("LIMIT_ALL_UPLOADS_PER_MINUTE", default=600)
LIMIT_EXPORTS_PER_MINUTE = env.int("LIMIT_EXPORTS_PER_MINUTE", default=10)
LIMIT_ALL_EXPORTS_PER_MINUTE = env.int("LIMIT_ALL_EXPORTS_PER_MINUTE", default=200)
LIMIT_PICTURE_SECONDS_PER_MINUTE = env.int("LIMIT_PICTURE_SECONDS_PER_MINUTE", default=60)
LIMIT_ALL_PICTURE_SECONDS_PER_MINUTE = env.int("LIMIT_ALL_PICTURE_SECONDS_PER_MINUTE", default=0)
LIMIT_VISITS_PER_MINUTE = env.int("LIMIT_VISITS_PER_MINUTE", default=600)  # of one address to shared films
LIMIT_ALL_VISITS_PER_MINUTE = env.int("LIMIT_ALL_VISITS_PER_MINUTE", default=0)
LIMIT_TRIES_PER_NAME = env.int("LIMIT_TRIES_PER_NAME", default=10)  # of passwords, in five minutes
LIMIT_TRIES_PER_ADDRESS = env.int("LIMIT_TRIES_PER_ADDRESS", default=50)
LIMIT_STREAMS = env.int("LIMIT_STREAMS", default=100)
LIMIT_ALL_STREAMS = env.int("LIMIT_ALL_STREAMS", default=20_000)
LIMIT_STORED_MB = env.int("LIMIT_STORED_MB", default=5_000)
LIMIT_ALL_STORED_MB = env.int("LIMIT_ALL_STORED_MB", default=0)
LIMIT_FREE_DISK_MB = env.int("LIMIT_FREE_DISK_MB", default=500)

# --- accounts: config/accounts.py makes allauth's settings of these ----------------------------------------------------

SIGN_UP = env.str("SIGN_UP", default="closed")  # or invite, open
EMAIL_URL = env.str("EMAIL_URL", default="")  # empty: mails are printed, in production there are none
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="webmaster@localhost")
EMAIL_CONFIRMATION = env.bool("EMAIL_CONFIRMATION", default=True)  # who signs up confirms their address first
SECOND_FACTOR = env.bool("SECOND_FACTOR", default=False)  # people may add one
PASSKEYS = env.bool("PASSKEYS", default=False)
OIDC_ISSUER = env.str("OIDC_ISSUER", default="")  # of an OpenID Connect provider; empty: none signs people in
OIDC_NAME = env.str("OIDC_NAME", default="OpenID Connect")  # what people call it
OIDC_SIGN_UP = env.bool("OIDC_SIGN_UP", default=False)  # whoever it signs in gets an account, whatever SIGN_UP says
SIGN_IN_PROVIDERS = env.list("SIGN_IN_PROVIDERS", default=[])  # others of django-allauth, such as github,google
SIGN_IN_ELSEWHERE = oidc_provider(OIDC_ISSUER, OIDC_NAME, env) | named_providers(SIGN_IN_PROVIDERS, env)
SENDS_MAIL = bool(EMAIL_URL) or not PRODUCTION
require_confirmable(SIGN_UP, EMAIL_CONFIRMATION, SENDS_MAIL)
globals().update(mail_settings(EMAIL_URL, SENDS_MAIL))
globals().update(account_settings(EMAIL_CONFIRMATION, EMAIL_URL, PRODUCTION, LIMIT_TRIES_PER_NAME))
globals().update(second_factor_settings(PASSKEYS, PRODUCTION))
globals().update(elsewhere_settings(SIGN_IN_ELSEWHERE))
INSTALLED_APPS += elsewhere_apps(SIGN_IN_ELSEWHERE)

# --- the export -------------------------------------------------------------------------------------------------------

RENDER_LANE = env.str("RENDER_LANE", default="chromium")  # what workers render with: chromium | remotion | off
RENDER_CHROMIUM = env.str("RENDER_CHROMIUM", default="")  # a name or a path; empty: what is found on PATH
