"""The words of headings as documents write them, by language: what headings.py recognises.

The titles in the first place of each row are those that this site uses; the others are seen in documents.
"""

from profiles.choices import Kind
from profiles.imports.text.text_normalization import fold_text, normalization_key
from profiles.languages import Language

LANGUAGES_READ = tuple(dict.fromkeys([*Language.values, "de"]))
"""Documents come in the languages of the site, and in German."""

DOMAINS: dict[int, dict[str, tuple[str, ...]]] = {
    1: {
        "en": ("Migrants’ rights", "Migrant rights", "Rights of migrants", "The rights of migrants"),
        "fr": ("Droits des migrants", "Droits des personnes migrantes", "Les droits des migrants"),
        "es": ("Derechos de los migrantes", "Derechos de las personas migrantes", "Derechos de migrantes"),
        "pt": ("Direitos dos migrantes", "Direitos das pessoas migrantes", "Direitos de migrantes"),
        "de": (
            *("Rechte von Migranten", "Rechte der Migranten", "Migrantenrechte"),
            *("Rechte von Migrantinnen und Migranten", "Rechte der Migrantinnen und Migranten"),
        ),
        "ar": ("حقوق المهاجرين", "حقوق المهاجر"),
    },
    2: {
        "en": ("Whole of government approach", "A whole-of-government approach", "Whole-of-government"),
        "fr": (
            *("Approche pangouvernementale", "Approche intégrée des pouvoirs publics"),
            *("Approche mobilisant l’ensemble du gouvernement", "Approche de l’ensemble du gouvernement"),
            *("Approche associant l’ensemble des pouvoirs publics", "Approche gouvernementale intégrée"),
            *("Approche fondée sur la participation de l’ensemble du gouvernement",),
        ),
        "es": (
            *("Enfoque pangubernamental", "Enfoque de todo el gobierno", "Enfoque integral del gobierno"),
            *("Enfoque basado en la participación de todo el gobierno", "Enfoque de gobierno integral"),
            *("Enfoque que abarque la totalidad del gobierno", "Enfoque integrado de gobierno"),
        ),
        "pt": (
            *(
                "Abordagem de todo o governo",
                "Abordagem pangovernamental",
                "Abordagem governamental integrada",
            ),
            *("Abordagem integrada do governo", "Abordagem integral do governo"),
            *("Abordagem que envolve todo o governo",),
        ),
        "de": (
            *("Gesamtstaatlicher Ansatz", "Ressortübergreifender Ansatz", "Gesamtregierungsansatz"),
            *("Whole-of-Government-Ansatz", "Regierungsübergreifender Ansatz"),
        ),
        "ar": (
            *("النهج الحكومي الشامل", "نهج الحكومة بأكملها", "النهج الحكومي المتكامل", "نهج حكومي شامل"),
            *("النهج الشامل للحكومة", "نهج شامل للحكومة", "نهج إشراك الحكومة بأكملها"),
        ),
    },
    3: {
        "en": ("Partnerships", "Partnership"),
        "fr": ("Partenariats", "Les partenariats"),
        "es": ("Alianzas", "Asociaciones", "Partenariados", "Alianzas y asociaciones"),
        "pt": ("Parcerias", "As parcerias"),
        "de": ("Partnerschaften", "Partnerschaft"),
        "ar": ("الشراكات", "الشراكة", "شراكات"),
    },
    4: {
        "en": (
            *("Well-being of migrants", "Socioeconomic well-being of migrants", "Migrants’ well-being"),
            *("Socio-economic well-being of migrants", "Wellbeing of migrants"),
        ),
        "fr": (
            *("Bien-être des migrants", "Bien-être socioéconomique des migrants"),
            *("Bien-être socio-économique des migrants", "Bien-être des personnes migrantes"),
        ),
        "es": (
            *("Bienestar de los migrantes", "Bienestar socioeconómico de los migrantes"),
            *("Bienestar de las personas migrantes", "Bienestar de migrantes"),
        ),
        "pt": (
            *("Bem-estar dos migrantes", "Bem-estar socioeconómico dos migrantes"),
            *("Bem-estar socioeconômico dos migrantes", "Bem-estar das pessoas migrantes"),
        ),
        "de": (
            *("Wohlergehen von Migranten", "Wohlergehen der Migranten", "Wohl der Migranten"),
            *("Wohlergehen von Migrantinnen und Migranten", "Sozioökonomisches Wohlergehen von Migranten"),
        ),
        "ar": (
            *("رفاه المهاجرين", "رفاهية المهاجرين", "رفاهة المهاجرين"),
            *("الرفاه الاجتماعي والاقتصادي للمهاجرين",),
        ),
    },
    5: {
        "en": ("Mobility dimensions of crises", "The mobility dimensions of crises", "Mobility in crises"),
        "fr": (
            *("Dimensions de mobilité des crises", "Dimensions des crises liées à la mobilité"),
            *("Mobilité dans les situations de crise", "Mobilité en situation de crise"),
            *("Dimensions mobilité des crises", "Dimensions de la mobilité en situation de crise"),
        ),
        "es": (
            *("Dimensiones de movilidad de las crisis", "Dimensiones de la movilidad en las crisis"),
            *(
                "Movilidad en situaciones de crisis",
                "Dimensiones de las crisis relacionadas con la movilidad",
            ),
            *("Dimensiones de la movilidad de las crisis", "La dimensión de movilidad de las crisis"),
        ),
        "pt": (
            *("Dimensões de mobilidade das crises", "Dimensões da mobilidade em crises"),
            *("Mobilidade em situações de crise", "Dimensões das crises relacionadas com a mobilidade"),
            *("Dimensões da mobilidade das crises",),
        ),
        "de": (
            *("Mobilitätsdimensionen von Krisen", "Mobilitätsaspekte von Krisen", "Mobilität in Krisen"),
            *("Mobilitätsbezogene Dimensionen von Krisen",),
        ),
        "ar": (
            *("أبعاد التنقل في الأزمات", "أبعاد الأزمات المتعلقة بالتنقل", "أبعاد التنقل المرتبطة بالأزمات"),
            *("أبعاد الأزمات المتصلة بالتنقل", "التنقل في حالات الأزمات"),
        ),
    },
    6: {
        "en": (
            *("Safe, orderly and regular migration", "Safe and orderly migration"),
            *("Safe, orderly and dignified migration", "Safe, regular and orderly migration"),
        ),
        "fr": (
            *("Migration sûre, ordonnée et régulière", "Migrations sûres, ordonnées et régulières"),
            *("Des migrations sûres, ordonnées et régulières", "Migration sûre et ordonnée"),
        ),
        "es": ("Migración segura, ordenada y regular", "Migración ordenada, segura y regular"),
        "pt": (
            *("Migração segura, ordenada e regular", "Migrações seguras, ordenadas e regulares"),
            *("Migração segura, ordeira e regular",),
        ),
        "de": ("Sichere, geordnete und reguläre Migration", "Sichere, geregelte und reguläre Migration"),
        "ar": (
            *("الهجرة الآمنة والمنظمة والنظامية", "هجرة آمنة ومنظمة ونظامية"),
            *("الهجرة الآمنة والمنتظمة والنظامية", "الهجرة الآمنة والمنظمة والمنتظمة"),
        ),
    },
}

LISTS: dict[str, dict[str, tuple[str, ...]]] = {
    Kind.WELL_DEVELOPED: {
        "en": (
            *("Examples of well-developed areas", "Well-developed areas", "Well developed"),
            *("Examples of areas that are well developed", "Well-developed areas of migration governance"),
            *("Areas that are well developed", "Examples of well-developed areas of migration governance"),
        ),
        "fr": (
            *(
                "Exemples de domaines bien développés",
                "Domaines bien développés",
                "Exemples d’aspects avancés",
            ),
            *("Exemples de domaines bien établis", "Aspects bien développés", "Bien développé"),
            *("Exemples d’aspects bien développés", "Exemples de secteurs bien développés"),
        ),
        "es": (
            *("Ejemplos de áreas bien desarrolladas", "Áreas bien desarrolladas", "Bien desarrolladas"),
            *("Ejemplos de ámbitos bien desarrollados", "Ámbitos bien desarrollados"),
            *("Ejemplos de aspectos bien desarrollados", "Aspectos bien desarrollados"),
        ),
        "pt": (
            *("Exemplos de áreas bem desenvolvidas", "Áreas bem desenvolvidas", "Bem desenvolvidas"),
            *("Exemplos de domínios bem desenvolvidos", "Domínios bem desenvolvidos"),
        ),
        "de": (
            *("Beispiele gut entwickelter Bereiche", "Gut entwickelte Bereiche", "Gut entwickelt"),
            *("Beispiele für gut entwickelte Bereiche", "Beispiele von gut entwickelten Bereichen"),
        ),
        "ar": (
            *("أمثلة على الجوانب المتطورة", "الجوانب المتطورة", "أمثلة على المجالات المتطورة"),
            *("المجالات المتطورة", "أمثلة على مجالات متطورة", "أمثلة على جوانب متطورة", "جوانب متطورة"),
            *("أمثلة على المجالات المتقدمة", "أمثلة على المجالات المتطورة جيدا"),
        ),
    },
    Kind.POTENTIAL: {
        "en": (
            *("Areas with potential for further development", "Potential for further development"),
            *("Areas with potential for development", "Areas for further development"),
            *("Areas with potential", "Areas with further potential for development"),
            *("Examples of areas with potential for further development",),
        ),
        "fr": (
            *("Domaines susceptibles d’être développés davantage", "Domaines à développer davantage"),
            *("Domaines présentant un potentiel de développement", "Aspects à développer"),
            *("Domaines à fort potentiel de développement", "Domaines à potentiel de développement"),
            *("Domaines dans lesquels des progrès sont possibles", "Domaines à améliorer"),
            *("Domaines ayant un potentiel de développement", "Domaines à développer"),
            *("Domaines qui pourraient être développés davantage",),
        ),
        "es": (
            *("Áreas con potencial de desarrollo adicional", "Áreas con potencial de desarrollo"),
            *("Áreas con potencial para un mayor desarrollo", "Áreas con potencial de mayor desarrollo"),
            *("Áreas con mayor potencial de desarrollo", "Ámbitos con potencial de desarrollo"),
            *("Aspectos por desarrollar", "Áreas con potencial para seguir desarrollándose"),
        ),
        "pt": (
            *("Áreas com potencial para maior desenvolvimento", "Áreas com potencial de desenvolvimento"),
            *("Áreas com potencial para desenvolvimento adicional", "Áreas a desenvolver"),
            *("Áreas com potencial de maior desenvolvimento", "Domínios com potencial de desenvolvimento"),
        ),
        "de": (
            *("Bereiche mit Potenzial für weitere Entwicklung", "Bereiche mit Entwicklungspotenzial"),
            *(
                "Bereiche mit weiterem Entwicklungspotenzial",
                "Bereiche mit Potential für weitere Entwicklung",
            ),
            *("Bereiche mit Potenzial zur Weiterentwicklung", "Bereiche mit Entwicklungspotential"),
        ),
        "ar": (
            *("الجوانب القابلة لمزيد من التطوير", "المجالات القابلة لمزيد من التطوير"),
            *("مجالات قابلة لمزيد من التطوير", "جوانب قابلة لمزيد من التطوير"),
            *("المجالات التي يمكن تطويرها", "الجوانب التي تحتاج إلى مزيد من التطوير"),
            *("المجالات التي تنطوي على إمكانات لمزيد من التطوير", "المجالات القابلة للتطوير"),
        ),
    },
}

SECTIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "findings": {
        "en": ("Key findings", "Main findings", "Findings"),
        "fr": ("Principaux constats", "Principales conclusions", "Constats", "Constatations principales"),
        "es": ("Principales hallazgos", "Hallazgos principales", "Hallazgos", "Principales conclusiones"),
        "pt": ("Principais constatações", "Principais conclusões", "Constatações", "Principais achados"),
        "de": ("Wichtigste Ergebnisse", "Zentrale Ergebnisse", "Wichtigste Erkenntnisse", "Ergebnisse"),
        "ar": ("الاستنتاجات الرئيسية", "النتائج الرئيسية", "أهم النتائج", "الاستنتاجات"),
    },
    "introduction": {
        "en": ("Introduction", "Foreword"),
        "fr": ("Introduction", "Avant-propos"),
        "es": ("Introducción", "Presentación"),
        "pt": ("Introdução", "Apresentação"),
        "de": ("Einleitung", "Einführung", "Vorwort"),
        "ar": ("مقدمة", "المقدمة", "تمهيد"),
    },
    "about": {
        "en": ("About the Migration Governance Indicators", "About the MGI", "About MGI", "About"),
        "fr": (
            *("À propos des Indicateurs de gouvernance de la migration", "À propos des IGM", "À propos"),
            *("À propos des Indicateurs de gouvernance des migrations",),
        ),
        "es": (
            *("Acerca de los Indicadores de Gobernanza de la Migración", "Acerca de los IGM", "Acerca de"),
            *("Sobre los Indicadores de Gobernanza de la Migración", "Sobre los IGM"),
        ),
        "pt": (
            *("Sobre os Indicadores de Governança da Migração", "Sobre os IGM", "Sobre os MGI"),
            *("Sobre os Indicadores de Governação da Migração",),
        ),
        "de": ("Über die Indikatoren für Migrationsgovernance", "Über die Migration Governance Indicators"),
        "ar": ("عن مؤشرات حوكمة الهجرة", "حول مؤشرات حوكمة الهجرة", "نبذة عن مؤشرات حوكمة الهجرة"),
    },
    "sources": {
        "en": ("Sources", "References", "Bibliography", "List of sources", "Endnotes", "Notes"),
        "fr": ("Sources", "Références", "Bibliographie", "Références bibliographiques", "Liste des sources"),
        "es": ("Fuentes", "Referencias", "Bibliografía", "Referencias bibliográficas"),
        "pt": ("Fontes", "Referências", "Bibliografia", "Referências bibliográficas"),
        "de": ("Quellen", "Literatur", "Literaturverzeichnis", "Quellenverzeichnis"),
        "ar": ("المصادر", "المراجع", "قائمة المصادر", "المصادر والمراجع", "قائمة المراجع"),
    },
    "acknowledgements": {
        "en": ("Acknowledgements", "Acknowledgments"),
        "fr": ("Remerciements",),
        "es": ("Agradecimientos",),
        "pt": ("Agradecimentos",),
        "de": ("Danksagung", "Danksagungen"),
        "ar": ("شكر وتقدير", "شكر وعرفان"),
    },
    "notes": {
        "en": ("About this text",),
        "fr": ("À propos de ce texte",),
        "es": ("Acerca de este texto",),
        "pt": ("Sobre este texto",),
        "ar": ("عن هذا النص",),
    },
    "contents": {
        "en": ("Contents", "Table of contents"),
        "fr": ("Table des matières", "Sommaire"),
        "es": ("Índice", "Contenido", "Tabla de contenido"),
        "pt": ("Índice", "Sumário"),
        "de": ("Inhalt", "Inhaltsverzeichnis"),
        "ar": ("المحتويات", "جدول المحتويات", "الفهرس"),
    },
}

PROGRAMME: dict[str, tuple[str, ...]] = {
    "en": ("Migration Governance Indicators", "Migration Governance Index", "MGI"),
    "fr": (
        *("Indicateurs de gouvernance de la migration", "Indicateurs de gouvernance des migrations"),
        *("Indicateurs relatifs à la gouvernance des migrations", "IGM"),
    ),
    "es": ("Indicadores de Gobernanza de la Migración", "Indicadores de gobernanza migratoria", "IGM"),
    "pt": (
        *("Indicadores de Governança da Migração", "Indicadores de Governação da Migração"),
        *("Indicadores de governança das migrações", "IGM"),
    ),
    "de": ("Indikatoren für Migrationsgovernance", "Indikatoren der Migrationsgovernance"),
    "ar": ("مؤشرات حوكمة الهجرة", "مؤشرات إدارة الهجرة"),
}

GOVERNANCE: tuple[str, ...] = (
    *("Migration Governance", "Gouvernance de la migration", "Gouvernance des migrations"),
    *("Gobernanza de la migración", "Gobernanza migratoria", "Governança da migração"),
    *(
        "Governação da migração",
        "Migrationsgovernance",
        "Migrationssteuerung",
        "حوكمة الهجرة",
        "إدارة الهجرة",
    ),
)
"""What the programme puts before the first list's heading, with a colon."""

DOMAIN_WORDS = (
    "domain",
    "domaine",
    "dimension",
    "dominio",
    "area",
    "bereich",
    "ambito",
    "المجال",
    "البعد",
    "مجال",
)
CONTINUED = (
    "continued",
    "cont",
    "cont d",
    "suite",
    "continuacion",
    "continuacao",
    "fortsetzung",
    "تابع",
    "تتمة",
)
ARABIC_ORDINALS = ("الاول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس")
NUMERALS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6} | {
    word: number for number, word in enumerate(ARABIC_ORDINALS, start=1)
}


DOMAIN_KEYS = frozenset(map(normalization_key, DOMAIN_WORDS))
CONTINUED_KEYS = tuple(f" {normalization_key(ending)}" for ending in CONTINUED)
PROGRAMME_KEYS = tuple(
    sorted({fold_text(name) for names in PROGRAMME.values() for name in names}, key=len, reverse=True)
)
