"""Finished profiles in other languages for tests: of a fictional place, by somebody who translated them."""

from profiles.content.schema import new_finding

LISTS = RIGHTS, PARTNERSHIPS = "migrants-rights/well_developed", "partnerships/potential"

ENGLISH = [
    (
        RIGHTS,
        "The Constitution of Xaland (2011, art. 14) guarantees equality of all.",
    ),
    (RIGHTS, "Since 2016, migrants have the same access to public hospitals."),
    (
        RIGHTS,
        "The National Ombudsman received 312 complaints from migrants in 2019 and publishes a yearly report.",
    ),
    (RIGHTS, "Act No. 45 of 2008 protects migrant workers against discrimination."),
    (PARTNERSHIPS, "Xaland has signed 7 bilateral agreements on labour mobility since 2003."),
    (
        PARTNERSHIPS,
        "There is no regular dialogue with diaspora organizations, although 24 are registered.",
    ),
]

FRENCH = [
    (
        RIGHTS,
        "La Constitution de Xaland (2011, art. 14) garantit l’égalité de tous.",
    ),
    (
        RIGHTS,
        "Depuis 2016, les migrants ont le même accès aux hôpitaux publics.",
    ),
    (
        RIGHTS,
        "Le Médiateur national a reçu 312 plaintes de migrants en 2019 et publie un rapport annuel.",
    ),
    (
        RIGHTS,
        "La loi n° 45 de 2008 protège les travailleurs migrants contre la discrimination.",
    ),
    (
        PARTNERSHIPS,
        "Xaland a signé 7 accords bilatéraux sur la mobilité de la main-d’œuvre depuis 2003.",
    ),
    (
        PARTNERSHIPS,
        "Il n’existe pas de dialogue régulier avec les organisations de la diaspora, bien que 24 soient "
        "enregistrées.",
    ),
]

SPANISH = [
    (
        RIGHTS,
        "La Constitución de Xaland (2011, art. 14) garantiza la igualdad de todos.",
    ),
    (
        RIGHTS,
        "Desde 2016, los migrantes tienen el mismo acceso a los hospitales públicos.",
    ),
    (
        RIGHTS,
        "El Defensor nacional recibió 312 quejas de migrantes en 2019 y publica un informe anual.",
    ),
    (
        RIGHTS,
        "La Ley núm. 45 de 2008 protege a los trabajadores migrantes contra la discriminación.",
    ),
    (PARTNERSHIPS, "Xaland ha firmado 7 acuerdos bilaterales de movilidad laboral desde 2003."),
    (
        PARTNERSHIPS,
        "No existe un diálogo regular con las organizaciones de la diáspora, aunque hay 24 registradas.",
    ),
]

ARABIC = [
    (RIGHTS, "يكفل دستور زالاند (٢٠١١، المادة ١٤) المساواة بين الجميع."),
    (
        RIGHTS,
        "منذ عام ٢٠١٦، يتمتع المهاجرون بإمكانية الوصول نفسها إلى المستشفيات العامة.",
    ),
    (
        RIGHTS,
        "تلقى أمين المظالم الوطني ٣١٢ شكوى من المهاجرين في عام ٢٠١٩، وينشر تقريراً سنوياً.",
    ),
    (RIGHTS, "يحمي القانون رقم ٤٥ لسنة ٢٠٠٨ العمال المهاجرين من التمييز."),
    (PARTNERSHIPS, "وقّعت زالاند ٧ اتفاقات ثنائية بشأن تنقل اليد العاملة منذ عام ٢٠٠٣."),
    (PARTNERSHIPS, "لا يوجد حوار منتظم مع منظمات المغتربين، رغم تسجيل ٢٤ منها."),
]

TRANSLATED = {"fr": FRENCH, "es": SPANISH, "ar": ARABIC}

ADDED = {
    "fr": "Une ligne téléphonique gratuite, le 1515, a été ouverte en 2020 pour les victimes de la traite.",
    "es": "En 2020 se abrió una línea telefónica gratuita, el 1515, para las víctimas de la trata.",
    "ar": "افتُتح في عام ٢٠٢٠ خط هاتفي مجاني، ١٥١٥، لضحايا الاتجار بالأشخاص.",
}
"""A finding that the original does not have."""

DOMAIN_HEADINGS = {
    "fr": ("Droits des migrants", "Partenariats"),
    "es": ("Derechos de los migrantes", "Alianzas"),
    "ar": ("حقوق المهاجرين", "الشراكات"),
}


def findings_of(rows):
    """Return rows of (list, text) as findings."""
    return [
        new_finding(key="", domain=name.split("/")[0], kind=name.split("/")[1], text=text)
        for name, text in rows
    ]
