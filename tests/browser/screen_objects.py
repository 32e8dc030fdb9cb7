"""What the screens of the administration show: code for a shell; it prints the keys of what it has made."""

MAKE = """
import json
from datetime import date
from profiles import workflow
from profiles.choices import State
from profiles.models import Place, Profile, Revision, User
from profiles.content.serialize import serialize_revision
boss = User.objects.get(username="administrator")
made = {"user": boss.pk, "group": 1, "domain": 1, "place": Place.objects.get(slug="lunaria").pk,
        "unused_place": Place.objects.filter(profiles=None, local_places=None).first().pk}
live = Revision.objects.published().get(profile__slug="lunaria-2019")
old = Revision.objects.published().get(profile__slug="lunaria-2023")
for revision in Revision.objects.open():
    workflow.send_back(revision, None, "Again.") if revision.state != State.DRAFT else None
    workflow.discard(revision, None)

def begin(slug):
    draft = workflow.start_revision(Profile.objects.get(slug=slug), None)
    content = serialize_revision(draft)
    content["findings"][0]["text"] = "A fictional finding, said anew."
    return workflow.save_content(draft, content, draft.lock_version, None, change_note="One is reworded.")

def complete(draft):
    content = serialize_revision(draft)
    there = {f"{f['domain']}/{f['kind']}" for f in content["findings"]}
    from profiles.choices import Kind
    from profiles.models import IndicatorDomain
    lists = [f"{d.slug}/{k.value}" for d in IndicatorDomain.objects.all() for k in Kind]
    content["none_identified"] = [name for name in lists if name not in there]
    return workflow.save_content(draft, content, draft.lock_version, None)

draft = begin("lunaria-2023")
said = workflow.comment(draft, "A remark on a finding.", boss, finding_key=draft.findings.first().key)
workflow.reply(said, "An answer.", boss)
workflow.resolve(workflow.comment(draft, "A remark on the whole.", boss), boss)
workflow.record_sign_off(draft, None, body="Ministry of Tides", signed_on=date(2024, 1, 31))
link, token = workflow.create_review_link(draft, None, "Ministry of Tides")
made |= {"profile": draft.profile_id, "draft": draft.pk, "number": draft.number, "token": token}
made["snapshot"] = draft.profile.snapshots.newest_first().last().pk
review = complete(begin("valnube-2024"))
made["review"] = workflow.submit(review, None).pk
approved = workflow.approve(workflow.submit(complete(begin("port-celeste-2022")), None), None)
from datetime import timedelta
from django.utils import timezone
made["approved"] = workflow.schedule(approved, None, timezone.now() + timedelta(days=9)).pk
made["live"] = Revision.objects.published().get(profile__slug="mali-2021").pk
made["withdrawn"] = workflow.withdraw(live, None, "A fictional reason.").pk
third = Profile(place=draft.profile.place, edition=3, year=2027, month=1, slug="lunaria-2027")
workflow.add_profile(third, None)
import uuid
continued = serialize_revision(old)
continued["sources"] = []
for f in continued["findings"]:
    f |= {"key": str(uuid.uuid4()), "sources": []}
continued = workflow.restore(third, continued, None)
keys = [[f.key for f in text.findings.in_order()[:2]] for text in (old, continued)]
workflow.match_findings(third, keys[0][0], keys[1][1], boss, is_same=True)
workflow.match_findings(third, keys[0][1], keys[1][0], boss, is_same=False)
made["third"] = third.pk
from profiles.models import Alert
reader = {"email": "reader@example.org", "language": "fr", "place": draft.profile.place}
made["alert"] = Alert.objects.get_or_create(**reader)[0].pk
strange = ["Republic of Lunaria", "Nobody knows this line.", "Partnerships", "Well-developed areas", "• One."]
strange = "\\n\\n".join(strange).encode()
made["document"] = workflow.store_document(strange, "strange.txt", boss, {"edition": 2}).pk
foreign = ["Republic of Lunaria", "Second profile", "2023", "Droits des migrants", "Domaines bien développés"]
foreign = "\\n\\n".join([*foreign, "• Un constat fictif de 1066."]).encode()
made["foreign"] = workflow.store_document(foreign, "fr.txt", boss, {"language": "fr"}).pk
explained = strange.replace(b"Well-developed", b"Shiny").replace(b"One.", b"Two.")
choices = {"edition": 2, "names": {"shiny area": "potential"}, "before": [{}]}
made["explained"] = workflow.store_document(explained, "explained.txt", boss, choices).pk
workflow.store_names(boss, {"shiny area": "potential", "bright spot": "partnerships/well_developed"})
from profiles.content.translations import build_units

def translate(profile, language, state):
    text = workflow.start_translation(profile, language, None)
    units = {u.key: {"text": "[" + language + "] " + u.original, "original": u.original + " Before."}
             for u in build_units(text.revision, {})[::2]}
    workflow.save_translation(text, units, text.lock_version, None)
    text.refresh_from_db()
    if state != "draft":
        text = workflow.submit(text, None)
    if state not in ("draft", "review"):
        text = workflow.approve(text, None)
    if state in ("live", "withdrawn"):
        text = workflow.publish(text, None)
    return text.pk

mali = Profile.objects.get(slug="mali-2021")
made["french"] = translate(draft.profile, "fr", "draft")
made["arabic"] = translate(draft.profile, "ar", "draft")
translate(approved.profile, "en", "approved")
made["french_review"] = translate(mali, "fr", "review")
made["spanish_approved"] = translate(mali, "es", "approved")
made["arabic_live"] = translate(mali, "ar", "live")
from profiles.models import Translation
french = Translation.objects.get(pk=made["french"])
remark = workflow.comment(french, "A remark on a translation.", boss, finding_key=draft.findings.first().key)
workflow.reply(remark, "An answer.", boss)
planned = Translation.objects.get(pk=made["spanish_approved"])
workflow.schedule(planned, None, timezone.now() + timedelta(days=9))
made["translated"] = draft.profile.snapshots.filter(language="fr").newest_first().first().pk
translation, made["translation"] = french, french.pk
from django.utils.translation import override
from profiles.exports.translations import TRANSLATION_FORMATS, build_translation_export
with override("en"):
    sheet = TRANSLATION_FORMATS["po"].render(build_translation_export(translation, "en"))
sheet = sheet.replace(b'msgstr ""\\n\\n', 'msgstr "Un texte fictif."\\n\\n'.encode(), 3)
made["sheet"] = workflow.store_translation_document(translation, sheet, "fr.po", boss).pk
strange = ["Droits des migrants", "Domaines bien développés", "• Un constat fictif de 1066.", "Une ligne."]
strange = "\\n\\n".join(strange).encode()
made["finished"] = workflow.store_translation_document(translation, strange, "fr.txt", boss).pk
made["log"] = draft.profile.log.first().pk
from profiles.models import Job, JobRun
from profiles.operations import queue
queue.enqueue_periodic()
late = timezone.now() - timedelta(hours=1)
tomorrow = late + timedelta(days=1)
reason = "ConnectionRefusedError: [Errno 111] Connection refused, by " + "a-fictional-mail-server." * 8
Job.objects.bulk_create([
    Job(kind="email", about="Lunaria: Sent back to the writers", attempts=14, error=reason, failed_at=late),
    Job(kind="email", about="Lunaria: Published", attempts=2, error=reason, run_at=tomorrow),
    Job(kind="files", about="Lunaria", attempts=1, worker="a-machine:1", lease_until=tomorrow),
    Job(kind="archive", run_at=late),
])
JobRun.objects.create(kind="clean_up", finished_at=late, seconds=0.3, result={"en": "Snapshots: 2"}, done=7)
print("made", json.dumps(made))
"""
