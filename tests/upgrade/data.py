"""A site as an installation of the landed version may hold it, made with that version's own verbs.

Imported by record.py alone, in a checkout of the landed version: its imports are of that version, and follow
no later change of names. All that is not in fixtures/ is fictional.
"""

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.core.files.base import ContentFile
from django.core.management import call_command
from django_otp.plugins.otp_totp.models import TOTPDevice
from profiles.payload import content_of, digest

from profiles import workflow
from profiles.choices import Verb
from profiles.models import (
    Alert,
    Assignment,
    FindingMatch,
    IndicatorDomain,
    Place,
    Profile,
    Revision,
    SignOff,
    Snapshot,
    StaffSession,
    User,
)
from profiles.workflow import alerts

NAMESPACE = uuid.UUID("00000000-0000-4000-8000-00000000000b")
DOMAINS = (
    "migrants-rights",
    "whole-of-government-approach",
    "partnerships",
    "well-being-of-migrants",
    "mobility-dimensions-of-crises",
    "safe-orderly-and-regular-migration",
)
PLACES = [
    ("norvalia", "country", None, "Norvalia", "Republic of Norvalia"),
    ("alto-norte", "state", "norvalia", "Alto Norte", "State of Alto Norte"),
    ("ponte-velha", "city", "alto-norte", "Ponte Velha", "City of Ponte Velha"),
    ("ribeira", "district", "ponte-velha", "Ribeira", "District of Ribeira"),
]


class Site:
    """The rows, made step by step; `wait` moves the clock on."""

    def __init__(self, wait: Callable[..., datetime]) -> None:
        self.wait = wait
        self.tokens: dict[str, str] = {}

    def make(self) -> None:
        call_command("loaddata", "domains", "places", "glossary", verbosity=0)
        for name in ("mali-2021", "demo"):
            self.wait(days=1)
            call_command("load_profiles", f"fixtures/{name}.json", verbosity=0)
        call_command("rebuild_search", verbosity=0)  # as `prepare` ends with
        self.make_staff()
        self.make_places()
        self.make_editions()
        self.make_open_revisions()
        self.make_history()
        self.make_readers()

    def make_staff(self) -> None:
        for name in ("Analyst", "Reviewer", "Publisher", "Administrator"):
            user = User.objects.create_user(
                name.lower(), f"{name.lower()}@example.org", "a fictional password", is_staff=True
            )
            user.groups.add(Group.objects.get(name=name))
            Assignment.objects.create(user=user, is_everywhere=True)
            setattr(self, name.lower(), user)
        self.root = User.objects.create_superuser("root", "root@example.org", "a fictional password")
        local = User.objects.create_user("local", "local@example.org", "a fictional password", is_staff=True)
        local.groups.add(*Group.objects.filter(name__in=["Analyst", "Reviewer"]))
        Assignment.objects.create(user=local, place=Place.objects.get(slug="lunaria"))
        Assignment.objects.create(user=local, region="019")
        User.objects.create_user("gone", is_active=False, gets_mail=False)
        TOTPDevice.objects.create(user=self.publisher, name="authenticator", key="0" * 40, confirmed=True)
        StaffSession.objects.create(
            session_key="a" * 32,
            session_data="",
            expire_date=datetime(2030, 1, 1, tzinfo=UTC),
            user=self.analyst,
            begun_at=datetime(2025, 1, 1, tzinfo=UTC),
            agent="A fictional browser",
            address="192.0.2.1",
        )
        LogEntry.objects.create(
            user=self.root,
            content_type=ContentType.objects.get_for_model(User),
            object_id=str(local.pk),
            object_repr="local",
            action_flag=ADDITION,
        )

    def make_places(self) -> None:
        """A country with a state in it, a city in that, and a district in that."""
        rows = [
            {
                "slug": slug,
                "level": level,
                "parent": parent,
                "name": name,
                "official_name": formal,
                "names": {"fr": f"{name} (fr)", "ar": "نورفاليا"} if level == "country" else {},
                "iso2": "XC" if level == "country" else "",
                "iso3": "XCC" if level == "country" else "",
                "region": "019" if level == "country" else "",
                "subregion": "005" if level == "country" else "",
                "latitude": -30,
                "longitude": -20,
                "designation_note": "A fictional note." if level == "city" else "",
                "is_fictional": True,
            }
            for slug, level, parent, name, formal in PLACES
        ]
        workflow.add_places(rows, by=self.administrator)

    def make_editions(self) -> None:
        """Revisions that are superseded and withdrawn, former addresses, verdicts on findings."""
        first = self.publish(self.create("norvalia", 1, 2018, "pt", "norvalia-primeiro"))
        self.revise(first.profile, "Reworded.", body="Ministry of Rivers")
        workflow.change_address(first.profile, "norvalia-2018", by=self.administrator)
        second = self.publish(self.create("norvalia", 2, 2022, "en", "norvalia-2022"))
        self.wait(days=3)
        workflow.withdraw(second, by=self.publisher, reason="A figure was wrong.\nIt is corrected.")
        self.publish(workflow.start_revision(second.profile, by=self.analyst))
        state = self.publish(self.create("alto-norte", 1, 2020, "en", "alto-norte-2020"))
        self.wait(days=1)
        workflow.withdraw(state, by=self.publisher, reason="It was published by mistake.")
        workflow.start_revision(state.profile, by=self.analyst)
        # Without its month no person could submit it; the system publishes what a document has.
        workflow.publish(self.create("ribeira", 1, 2023, "en", "ribeira-2023", month=None), by=None)
        workflow.change_address(Place.objects.get(slug="ribeira"), "ribeira-district", by=self.administrator)
        self.create("ponte-velha", 1, 2024, "fr", "ponte-velha-2024")
        profile = Profile(
            place=Place.objects.get(slug="norvalia"), edition=3, year=2026, slug="norvalia-2026"
        )
        workflow.add_profile(profile, by=self.analyst)
        later = Profile.objects.get(slug="norvalia-2022")
        for domain, is_same in ((DOMAINS[0], False), (DOMAINS[1], True), (DOMAINS[2], True)):
            keys = (key_of(f"norvalia/{edition}/{domain}/potential") for edition in (1, 2))
            workflow.match_findings(later, *keys, by=self.analyst, is_same=is_same)
        workflow.forget_match(FindingMatch.objects.latest("pk"), by=self.analyst)
        profile = Profile.objects.get(slug="valnube-2024")
        profile.reference_number = "DEMO-XA-VN-1b"
        workflow.change_facts(profile, by=self.publisher)

    def make_open_revisions(self) -> None:
        """One in each state: a draft, in review, approved, scheduled; with sign-offs and comments."""
        lunaria = Profile.objects.get(slug="lunaria-2023")
        self.revise(lunaria, "Adopted in the meantime.")
        self.edit(workflow.start_revision(lunaria, by=self.analyst))
        workflow.start_revision(Profile.objects.get(slug="mali-2021"), by=self.analyst)
        review = self.submit(self.start("zanbaqia-2024"))
        self.sign(review, "Ministry of Lilies", file=ContentFile(b"%PDF-1.7 fictional", name="letter.pdf"))
        link, self.tokens["open"] = workflow.invite(review, self.analyst, "Ministry of Lilies", days=180)
        _link, self.tokens["revoked"] = workflow.invite(review, self.analyst, "A mistake", days=9)
        workflow.revoke(_link, self.analyst)
        key = review.findings.order_by("position").first().key
        workflow.comment(review, "This law has a new number.", link=link, name="A. Writer", finding_key=key)
        workflow.open_link(self.tokens["open"], "192.0.2.7")
        approved = self.approve(self.start("valnube-2024"))
        self.sign(approved, "Municipality of Valnube")
        scheduled = self.approve(self.start("port-celeste-2022"))
        mistake = self.sign(scheduled, "Port Authority")
        workflow.take_back_sign_off(mistake, self.analyst, "It was about another text.")
        self.sign(scheduled, "City Council of Port-Céleste")
        workflow.schedule(scheduled, self.publisher, datetime(2025, 7, 1, 6, tzinfo=UTC))

    def edit(self, draft: Revision) -> None:
        """Write in a draft as people do: typing, beside each other, talking, restoring."""
        workflow.touch(draft, self.analyst)
        for number in range(3):
            self.wait(minutes=4)
            content = reworded(draft, f"Typed {number}.")
            draft = workflow.save_content(draft, content, draft.lock_version, self.analyst, is_automatic=True)
        self.sign(draft, "Ministry of Tides")  # and then the text changes: it is outdated
        self.wait(minutes=30)
        aside = content_of(draft) | {"introduction": "What a colleague had typed.\n\nA second paragraph."}
        content = content_of(draft) | {"introduction": "What was saved."}
        draft = workflow.save_content(
            draft, content, draft.lock_version, self.reviewer_who_writes(), change_note="New.", aside=aside
        )
        key = draft.findings.order_by("position").first().key
        thread = workflow.comment(draft, "Is this still so?", self.reviewer, finding_key=key)
        workflow.reply(thread, "It is.", self.analyst)
        workflow.resolve(thread, self.reviewer)
        workflow.comment(draft, "A remark on the whole.", self.publisher)

    def make_history(self) -> None:
        """What outlives a draft, and a document that was not taken in."""
        profile = Profile.objects.get(slug="lunaria-2019")
        draft = workflow.start_revision(profile, by=self.analyst)
        self.wait(hours=1)
        workflow.discard(draft, by=self.analyst)
        whole = content_of(profile.revisions.get(number=1))
        workflow.restore(profile, whole, self.analyst, note="Revision 1")
        # Of a draft in which nothing had been written yet.
        empty = {"introduction": "", "none_identified": [], "sources": [], "findings": []}
        Snapshot.objects.create(
            profile=profile,
            revision_number=1,
            content=empty,
            digest=digest(empty),
            verb=Verb.SAVE,
            made_at=self.wait(minutes=1),
        )
        document = workflow.keep_document(
            b"domain,kind,text\nmigrants-rights,potential,A fictional finding.\n",
            "ponte-velha.csv",
            self.analyst,
            {"place": "ponte-velha", "edition": 2},
        )
        workflow.note_choices(document, {"place": "ponte-velha", "edition": 2, "year": 2025})

    def make_readers(self) -> None:
        """Alerts about a place, a domain and all profiles, as their letters' links store them."""
        place, domain = Place.objects.get(slug="lunaria"), IndicatorDomain.objects.get(number=4)
        for email, language, about in (
            ("reader@example.org", "en", {"place": place.pk, "domain": None}),
            ("lectrice@example.org", "fr", {"place": None, "domain": domain.pk}),
            ("qari@example.org", "ar", {"place": None, "domain": None}),
        ):
            token = signing.dumps({"email": email, "language": language, **about}, salt=alerts.__name__)
            workflow.alerts.confirm(token)
        Alert.objects.filter(email="qari@example.org").update(refusals=1)

    def create(
        self, place: str, edition: int, year: int, language: str, slug: str, month: int | None = 5
    ) -> Revision:
        self.wait(days=1)
        data = {
            "place": place,
            "edition": edition,
            "year": year,
            "month": month,
            "language": language,
            "slug": slug,
            "reference_number": f"TEST-{edition}",
            "isbn": "",
            "acknowledgements": "The fictional Statistical Office contributed.",
            "licence": "CC0 1.0",
            "change_note": "",
            **content_for(place, edition),
        }
        return workflow.create_profile(data, by=self.analyst)

    def start(self, slug: str) -> Revision:
        self.wait(days=1)
        draft = workflow.start_revision(Profile.objects.get(slug=slug), by=self.analyst)
        self.wait(hours=1)
        return workflow.save_content(
            draft, reworded(draft, "Brought up to date."), draft.lock_version, self.analyst
        )

    def submit(self, draft: Revision) -> Revision:
        self.wait(hours=1)
        return workflow.submit(draft, by=self.analyst, note="Ready.")

    def approve(self, draft: Revision) -> Revision:
        revision = self.submit(draft)
        self.wait(hours=2)
        return workflow.approve(revision, by=self.reviewer, note="Read.")

    def publish(self, draft: Revision) -> Revision:
        revision = self.approve(draft)
        self.wait(hours=3)
        return workflow.publish(revision, by=self.publisher)

    def revise(self, profile: Profile, words: str, body: str = "") -> Revision:
        """Publish a further text, signed off by `body`: its first finding is reworded, its last another."""
        self.wait(days=20)
        draft = workflow.start_revision(profile, by=self.analyst)
        content = reworded(draft, words)
        last = {"key": str(key_of(f"{profile.slug}/new")), "text": "A new fictional finding."}
        content["findings"][-1] = content["findings"][-1] | last
        note = "One finding is reworded, one is new."
        draft = workflow.save_content(draft, content, draft.lock_version, self.analyst, change_note=note)
        if body:
            self.sign(draft, body, note="A fictional note.")
        return self.publish(draft)

    def sign(self, revision: Revision, body: str, **parts: Any) -> SignOff:
        self.wait(minutes=10)
        return workflow.record_sign_off(
            revision, self.analyst, body=body, office="Director", signed_on=date(2025, 2, 1), **parts
        )

    def reviewer_who_writes(self) -> User:
        return User.objects.get(username="local")


def key_of(name: str) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, name)


def content_for(place: str, edition: int) -> dict[str, Any]:
    """A complete content: in each domain a finding of both kinds, each with a source."""
    source = str(key_of(f"{place}/{edition}/source"))
    return {
        "introduction": f"A fictional introduction of {place}.\n\nIt has two paragraphs.",
        "none_identified": [],
        "sources": [
            {
                "key": source,
                "title": "Fictional Law on Migration",
                "body": "Parliament",
                "year": 2016,
                "url": "https://law.example/1",
            }
        ],
        "findings": [
            {
                "key": str(key_of(f"{place}/{edition}/{domain}/{kind}")),
                "domain": domain,
                "kind": kind,
                "text": f"Fictional {kind.replace('_', ' ')} of {place} in {domain}, edition {edition}.",
                "indicator_area": "Legal framework" if kind == "potential" else "",
                "sources": [{"source": source, "locator": f"art. {number}"}],
            }
            for number, domain in enumerate(DOMAINS, start=1)
            for kind in ("well_developed", "potential")
        ],
    }


def reworded(draft: Revision, words: str) -> dict[str, Any]:
    content = content_of(draft)
    first, *others = content["findings"]
    return content | {"findings": [first | {"text": f"{first['text']} {words}"}, *others]}
