"""Stems of Arabic words: one for a word with its article, with what is joined to it, and in the plural.

A light stemmer: it strips letters and knows no roots. Every form of a word is stripped as far as it goes, so
that they meet: what remains need not be a word. Where that would make one word of two, KEPT has the word.
"""

import re
from functools import cache

from profiles.models.names import normalize_name

LETTERS = str.maketrans({"ى": "ي", "ة": "ه", "ٱ": "ا", "ک": "ك", "ی": "ي", "ہ": "ه", "ە": "ه", "ء": ""})
"""Letters that are typed for each other; alef with its hamza is folded as accents are."""

WRITTEN = re.compile("[\u0621-\u064a]")
ARTICLE = re.compile("^(?:[وف]?[بكل]?ال|[وف]?لل)(?=..)")
"""The article with what is joined before it: and, so, in, as, for."""
JOINED = "وفبكل"
"""And, so, in, as, for: letters that are written together with the word after them."""
SUFFIXES = (
    *("كما", "هما", "تها", "تهم", "تهن", "تنا", "تكم", "تين", "تان", "يات", "ايه", "يون", "يين", "ناها"),
    *("ات", "ون", "ين", "ان", "يه", "ها", "هم", "هن", "نا", "كم", "ته", "تي", "وا"),
    *("ه", "ي", "ا"),
)
SHORTEST = 3

KEPT = """
حق حد صحة سنة جهة صلة مدة حصة هوية مادة برنامج بلد بيان بيئة بناء بحث بحر بطاقة بطالة بشر بنك بنية
بوابة بدل بديل بالغ بلاغ بلدية بعثة بصمة بنت فرد فرصة فئة فترة فريق فقر فقير فساد فصل فرع فيروس
فيضان فعال فعل فني فتاة كتاب كاتب كفالة كارثة كبير كيان كثير كرامة كفاءة كلية كشف كامل كوفيد لاجئ
لجنة لجوء لغة لائحة لقاح لقاء لوحة ليبيا لبنان والد والدة وزارة وزير وطن وثيقة وضع وكالة وكيل ولاية
وصول وصي وصمة وقت وقف وقاية واجب وافد وفاة ولادة وباء وحدة وحيد وظيفة واقع وسيلة وسيط وساطة ورقة
ورشة وعي وعد وقع وسط وجود وجه وجهة واحد واضح وارد وطأة التزام التحاق التماس الغاء الزام
""".split()  # noqa: SIM905 (to be read)
"""Words of the field that begin as if something were joined to them."""

PLURALS = """
مدرسة:مدارس أجنبي:أجانب قانون:قوانين طفل:أطفال سياسة:سياسات حق:حقوق دولة:دول عامل:عمال
طالب:طلاب:طلبة برنامج:برامج بلد:بلدان:بلاد حد:حدود مركز:مراكز مكتب:مكاتب خدمة:خدمات تقرير:تقارير
مشروع:مشاريع:مشروعات تدبير:تدابير معيار:معايير إجراء:إجراءات عقد:عقود نظام:نظم:أنظمة لائحة:لوائح
قاصر:قصر:قاصرون أسرة:أسر عائلة:عوائل امرأة:نساء رجل:رجال شاب:شباب:شبان فتاة:فتيات سجل:سجلات
وثيقة:وثائق وظيفة:وظائف مؤشر:مؤشرات مورد:موارد مصدر:مصادر شريك:شركاء وزير:وزراء سفير:سفراء
خبير:خبراء فقير:فقراء عضو:أعضاء فرد:أفراد شخص:أشخاص جهاز:أجهزة هدف:أهداف خطة:خطط فرصة:فرص فئة:فئات
منطقة:مناطق مدينة:مدن قرية:قرى جزيرة:جزر كارثة:كوارث أزمة:أزمات خطر:أخطار:مخاطر مرض:أمراض
لقاح:لقاحات حاجة:حوائج سبب:أسباب طريق:طرق مطار:مطارات معبر:معابر ميناء:موانئ شرط:شروط بند:بنود
فصل:فصول فرع:فروع قسم:أقسام مبدأ:مبادئ ضابط:ضوابط قيد:قيود حكم:أحكام قاض:قضاة محكمة:محاكم مهنة:مهن
أجر:أجور تاجر:تجار ضحية:ضحايا جريمة:جرائم مهرب:مهربون عنصر:عناصر مبنى:مباني مسكن:مساكن مخيم:مخيمات
ملجأ:ملاجئ معهد:معاهد جامع:جوامع لاجئ:لاجئون نازح:نازحون وافد:وافدون مواطن:مواطنون مهجر:مهاجر
مال:أموال سوق:أسواق عمل:أعمال رأي:آراء دور:أدوار شأن:شؤون ورقة:أوراق بطاقة:بطائق ولد:أولاد ابن:أبناء
بنت:بنات أخ:إخوة حال:أحوال وضع:أوضاع قدرة:قدرات مرحلة:مراحل ظاهرة:ظواهر عاصمة:عواصم نتيجة:نتائج
وسيلة:وسائل رسالة:رسائل ضريبة:ضرائب غرامة:غرامات مستشفى:مستشفيات مرفق:مرافق منفذ:منافذ حادث:حوادث
جانب:جوانب واجب:واجبات عامل:عوامل حاجز:حواجز جالية:جاليات كيان:كيانات عرق:أعراق لغة:لغات دين:أديان
ثقافة:ثقافات تأشيرة:تأشيرات جواز:جوازات رخصة:رخص تصريح:تصاريح طلب:طلبات قطاع:قطاعات بحث:بحوث:أبحاث
معلم:معالم مجلس:مجالس مصرف:مصارف منهج:مناهج مقترح:مقترحات معرفة:معارف مهارة:مهارات مرسوم:مراسيم
صندوق:صناديق نوع:أنواع نص:نصوص حدث:أحداث أثر:آثار قارب:قوارب سفينة:سفن ساحل:سواحل عائق:عوائق حل:حلول
جهد:جهود بيت:بيوت منزل:منازل أرض:أراضي طبيب:أطباء عالم:علماء رئيس:رؤساء نائب:نواب قبيلة:قبائل
شعب:شعوب حرب:حروب دائرة:دوائر قاعدة:قواعد نموذج:نماذج رسم:رسوم إقليم:أقاليم حي:أحياء سجن:سجون
سجين:سجناء حارس:حراس
""".split()  # noqa: SIM905 (to be read)
"""Broken plurals of the field, after their singular."""


def is_written_in(word: str) -> bool:
    return WRITTEN.match(word) is not None


def stem(word: str) -> str:
    """Return the stem of a folded word."""
    stripped = _without_suffixes(without_prefixes(word))
    return _singulars().get(stripped, stripped)


def without_prefixes(word: str) -> str:
    """Return a folded word without its article and what is joined before it, as far as a word remains."""
    while True:
        if _without_suffixes(word) in _kept():
            return word
        rest = ARTICLE.sub("", word)
        if rest != word and word[: len(word) - len(rest)].endswith("لل"):
            # For the: of a word that begins with the same letter, one of three is left out.
            rest = f"ل{rest}" if _without_suffixes(f"ل{rest}") in _kept() else rest
        elif rest == word and word[0] in JOINED:
            bare = _without_suffixes(word[1:])
            rest = word[1:] if len(bare) >= SHORTEST or bare in _kept() else word
        if rest == word:
            return word
        word = rest


def _without_suffixes(word: str) -> str:
    while True:
        for suffix in SUFFIXES:
            shortest = SHORTEST - 1 if suffix in ("ات", "ه") else SHORTEST
            if word.endswith(suffix) and len(word) - len(suffix) >= shortest:
                word = word[: -len(suffix)]
                break
        else:
            return word


@cache
def _kept() -> frozenset[str]:
    """Return the words that nothing is stripped from, without their endings."""
    singulars = _singulars()
    return frozenset([*map(_bare, KEPT), *singulars, *singulars.values()])


@cache
def _singulars() -> dict[str, str]:
    """Return each broken plural -> its singular, both without their endings."""
    singulars: dict[str, str] = {}
    for row in PLURALS:
        singular, *plurals = map(_bare, row.split(":"))
        singulars |= {plural: singular for plural in plurals if plural != singular}
    return singulars


def _bare(word: str) -> str:
    return _without_suffixes(normalize_name(word).translate(LETTERS))
