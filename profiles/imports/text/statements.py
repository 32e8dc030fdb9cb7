"""Sentences that are no one's own: descriptions of domains, the programme's words, “None identified”."""

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from profiles.imports.text.headings import Heading, add, is_programme
from profiles.imports.text.text_normalization import fold_text
from profiles.models import DomainText, IndicatorDomain

SAME = 98.5
ALIKE = 72.0
"""From this likeness on (0 to 100) a paragraph is a domain's description, though not word for word ours."""

SHORTEST = 60
"""No description has fewer characters."""

OF_A_DOMAIN = re.compile(
    r"(indicators? in this (domain|categor|area)|this (domain|area) (focuses|includes|studies|analyses|"
    r"analyzes|examines|looks)|indicateurs? (de|dans) ce(tte)? (domaine|categorie)|"
    r"^(ce domaine|cette categorie|cette dimension) |"
    r"indicadores (de|en) est[ae] (dimension|ambito|dominio|categoria|area)|"
    r"^(esta dimension|este ambito|este dominio|esta categoria) |indicadores (deste|desta|neste|nesta) "
    r"(dominio|categoria|dimensao|area)|indikatoren (in|fur) diese[mrn]? (bereich|kategorie|dimension)|"
    r"^dieser bereich |المؤشرات في هذا المجال|مؤشرات هذا المجال|^(يركز|يتناول|يبحث|يدرس) هذا (المجال|البعد))"
)
"""How a description begins, folded, in languages for which this site has none."""

NONE_IDENTIFIED = re.compile(
    r"(the profile states that none was identified|le profil indique qu aucun constat n a ete recense|"
    r"el perfil indica que no se identifico ninguno|o perfil indica que nao foi identificada nenhuma|"
    r"يذكر الملف انه لم يحدد اي منها|none|none identified|"
    r"no (areas?|examples?|findings?) (was |were )?(identified|found)|not identified|"
    r"no (well developed )?areas? (was |were )?identified|n a|"
    r"this profile (gives no example of a well developed area|names no area with potential for further "
    r"development) in this domain|"
    r"(neant|aucune?|aucun constat|aucun domaine|aucun exemple)( n a ete)?( (recense|identifiee?))?|"
    r"ce profil ne (donne ici aucun exemple de domaine bien developpe|mentionne ici aucun domaine "
    r"susceptible d etre developpe davantage)|"
    r"(ninguno|ninguna|ningun area|ninguna area)( identificad[oa])?|no se (identifico|identificaron) "
    r"(ninguna|ninguno|areas|ningun area|ambitos)|"
    r"este perfil no (da ningun ejemplo de area bien desarrollada|senala ninguna area con potencial de "
    r"desarrollo adicional) en esta dimension|"
    r"(nenhum|nenhuma|nenhuma area)( identificad[oa])?|este perfil nao (da nenhum exemplo de area bem "
    r"desenvolvida|indica nenhuma area com potencial para maior desenvolvimento) neste dominio|"
    r"keine|keine (bereiche )?(festgestellt|ermittelt|identifiziert)|"
    r"لا يوجد|لا توجد|لم يحدد اي منها|لم تحدد اي جوانب|لا شيء|"
    r"لا يورد هذا الملف اي مثال على جانب متطور في هذا المجال|"
    r"لا يذكر هذا الملف اي جانب قابل لمزيد من التطوير في هذا المجال)"
)

PROGRAMME_SENTENCES = (
    "The Migration Governance Indicators (MGI) initiative is a policy-benchmarking programme led by the "
    "International Organization for Migration (IOM) and implemented with research and analysis from the "
    "Economist Impact. Funding is provided by IOM Member States.",
    "Click the icons on the wheel to explore the key findings.",
)
LED_BY = (
    *(" iom ", " oim ", " organization for migration ", "organisation internationale pour les migrations"),
    *("organizacion internacional para las migraciones", "organizacao internacional para as migracoes"),
    *("internationale organisation fur migration", "المنظمة الدولية للهجرة"),
)


@dataclass(frozen=True)
class Description:
    """A description that was recognised. `is_ours`: word for word one that this site has."""

    domain: int | None
    is_ours: bool


class Known:
    """What this installation knows of the domains: their slugs, titles and descriptions. Two queries."""

    def __init__(self) -> None:
        self.slugs = dict(IndicatorDomain.objects.values_list("number", "slug"))
        self.headings: dict[str, Heading] = {}
        self.descriptions: list[tuple[int, str]] = []
        for text in DomainText.objects.select_related("domain"):
            add(self.headings, text.title, Heading(domain=text.domain.number), text.language)
            self.descriptions.append((text.domain.number, fold_text(text.description)))

    def description(self, text: str) -> Description | None:
        """Return which description `text`, a whole paragraph, is by its likeness to ours, or None."""
        if len(text) < SHORTEST:
            return None
        words = fold_text(text)
        scores = [(fuzz.ratio(words, ours, score_cutoff=ALIKE), number) for number, ours in self.descriptions]
        score, number = max(scores, default=(0.0, 0))
        if score >= ALIKE:
            return Description(number, score >= SAME)
        return Description(None, False) if OF_A_DOMAIN.search(words) else None


def is_none_identified(text: str) -> bool:
    """Whether `text` says that a list has nothing."""
    return len(text) < 130 and NONE_IDENTIFIED.fullmatch(fold_text(text)) is not None


def is_statement(text: str) -> bool:
    """Whether `text`, a whole paragraph, is what the programme says of itself."""
    words = fold_text(text)
    if any(fuzz.ratio(words, fold_text(known)) >= 90 for known in PROGRAMME_SENTENCES):
        return True
    return len(text) > 40 and is_programme(text) and any(name in f" {words} " for name in LED_BY)
