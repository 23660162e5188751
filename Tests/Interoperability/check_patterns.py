"""Generates texts with and without personal data, in the style of an Italian office, sends each to a running labd as the
clear text of a command, and counts those flagged as personal-data-suspected.

The personal data comes from faker, phonenumbers and python-codicefiscale, which are independent of labd. Each run generates
different texts; `--seed` repeats those of an earlier run.

    check_patterns.py --socket PATH [--seed N] [--number 300] [--show]
    check_patterns.py --texts [--seed N]        prints only the texts, one per line: kind, tab, text
"""

import argparse
import hashlib
import json
import random
import string
import sys
import uuid

import phonenumbers
from codicefiscale import codicefiscale
from faker import Faker

from unix_http import Connection

FOUND_AT_LEAST = 0.95
FALSE_AT_MOST = 0.01

# --- The surrounding text

BEFORE = [
    "colloquio con la signora, ", "il beneficiario ", "la madre del minore ", "richiesta di ", "come da segnalazione: ",
    "Sig. Ahmed, ", "inviato dal consultorio; ", "dato raccolto allo sportello di Rovato: ", "verificato ", "",
    "vedi allegato 3, ", "aggiornamento del 12/11/2019: ", "ore 9.30, ", "non reperibile, ", "(",
]
AFTER = [
    "", ".", ", residente a Chiari", " da richiamare", " - in attesa", "; segue relazione", " (verificato)", ", nato nel 1985",
    " per il rinnovo", " 12 marzo", " entro il 31/12/2019",
]


def framed(random, text):
    before = random.choice(BEFORE)
    after = random.choice(AFTER)
    return before + text + (")" if before == "(" else "") + after


def labelled(random, labels, text):
    label = random.choice(labels)
    return framed(random, (label + " " if label and not label.endswith(("(", "-")) else label) + text)


def parted(random, text, sizes, marks=" "):
    mark = random.choice(marks)
    pieces, at = [], 0
    for size in sizes:
        pieces.append(text[at : at + size])
        at += size
    return mark.join(p for p in pieces + [text[at:]] if p)


# --- Personal data

PLACES = ["Chiari", "Rovato", "Brescia", "Milano", "Marocco", "Albania", "Romania", "Pakistan", "India", "Senegal", "Ucraina"]


def luhn_digit(digits):
    total = 0
    for index, digit in enumerate(map(int, digits)):
        doubled = digit * 2
        total += digit if index % 2 == 0 else doubled - 9 * (doubled > 9)
    return str(-total % 10)


def tax_code(random, fake):
    form = random.randrange(6)
    if form == 0:
        digits = random.choice("0123") + "".join(random.choices(string.digits, k=6)) + "017"
        labels = ["CF provvisorio", "codice fiscale numerico", "C.F.", "cod. fisc.", "codice fiscale provvisorio:", "CF"]
        return labelled(random, labels, digits + luhn_digit(digits))
    if form == 1:
        code = random.choice(["STP", "ENI"]) + "030" + "".join(random.choices(string.digits, k=10))
        written = random.choice([
            code, parted(random, code, [3]), parted(random, code, [3, 3, 3]), code.lower(), code[:3] + " n. " + code[3:],
            code[:3] + ": " + code[3:],
        ])
        return labelled(random, ["codice", "tesserino", "", "cod.", "con"], written)
    code = codicefiscale.encode(
        lastname=fake.last_name(), firstname=fake.first_name(), gender=random.choice("MF"),
        birthdate=fake.date_of_birth(minimum_age=0, maximum_age=90).strftime("%d/%m/%Y"), birthplace=random.choice(PLACES))
    if form == 2:
        code = random.choice(codicefiscale.decode(code)["omocodes"][1:])
    if form == 3:
        code = parted(random, code, random.choice([[3, 3, 5], [6, 5], [3, 3, 2, 3, 5], [6, 2, 3, 4], [6]]), " -")
    if form == 4:
        code = code.lower()
    return labelled(random, ["CF", "C.F.", "codice fiscale", "cod. fisc.", "codice fiscale:", "", "", "CF:"], code)


# The countries from which the office's clients come, or in which they have family.
COUNTRIES = ["MA", "AL", "RO", "PK", "IN", "SN", "UA", "MD", "EG", "NG", "GH", "CN", "BD", "TN", "XK", "LK", "FR", "DE", "GB", "CH"]


def example(random, country, kinds):
    kind = random.choice(kinds)
    number = phonenumbers.example_number_for_type(country, kind) or phonenumbers.example_number(country)
    national = phonenumbers.national_significant_number(number)
    for _ in range(200):
        keep = random.randint(2, 4)
        drawn = national[:keep] + "".join(random.choices(string.digits, k=len(national) - keep))
        candidate = phonenumbers.parse(f"+{number.country_code}{drawn}", None)
        if phonenumbers.is_valid_number(candidate):
            return candidate
    return number


def telephone(random, fake):
    kinds = [phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.MOBILE]
    international = phonenumbers.PhoneNumberFormat.INTERNATIONAL
    labels = ["tel.", "telefono", "cell.", "cell", "Tel:", "chiamare il", "contattare al numero", "recapito", "", "", "whatsapp"]
    form = random.randrange(6)
    if form == 0:
        return labelled(random, labels, fake.phone_number())
    if form == 5:
        # National notations without a country code; some of these are recognised only by the word before them.
        return labelled(random, labels, FAKERS[random.choice(["ro_RO", "fr_FR", "en_GB", "uk_UA", "de_DE"])].phone_number())
    if form == 1:
        number = example(random, random.choice(COUNTRIES), kinds)
        text = phonenumbers.format_number(number, international)
        text = random.choice([
            text, text.replace(" ", ""), text.replace("+", "00"), text.replace(" ", "").replace("+", "00"),
            text.replace("-", " "), text.replace(" ", "-"), text.replace("+", "00 "), text.replace("+", "(+").replace(" ", ") ", 1),
        ])
        return labelled(random, labels, text)
    number = example(random, "IT", kinds)
    digits = phonenumbers.national_significant_number(number)
    if form == 2:
        prefix = random.choice(["+39 ", "0039 ", "+39", "0039", "(+39) ", "+39-", "+39.", "39 "])
        return labelled(random, labels, prefix + random.choice([digits, parted(random, digits, [3]), parted(random, digits, [3, 3])]))
    if digits[0] == "3":
        text = parted(random, digits, random.choice([[3], [3, 3], [3, 2, 2], [3, 2, 3], [4], [10]]), [" ", "-", ".", "/", " "])
        return labelled(random, labels, text)
    digits = "030" + "".join(random.choices("123456789", k=1) + random.choices(string.digits, k=random.choice([5, 6, 6])))
    rest = random.choice([digits[3:], parted(random, digits[3:], [3]), parted(random, digits[3:], [2, 2])])
    text = random.choice([f"030/{rest}", f"(030) {rest}", f"030.{rest}", f"030-{rest}", f"030 {rest}", digits, f"030 - {rest}", f"(030){rest}"])
    return labelled(random, labels, text)


def account(random, fake):
    locale = random.choice(["it_IT"] * 4 + ["ro_RO", "fr_FR", "de_DE", "es_ES", "en_GB", "pl_PL", "nl_NL"])
    iban = FAKERS[locale].iban()
    text = random.choice([
        iban, parted(random, iban, [4] * 8), parted(random, iban, [4] * 8, " -"), iban.lower(), parted(random, iban, [2, 2, 1, 5, 5, 12]),
    ])
    return labelled(random, ["IBAN", "iban:", "bonifico su", "conto", "c/c", "", "coordinate bancarie"], text)


def document(random, fake):
    def drawn(form):
        return "".join(
            random.choice(string.ascii_uppercase) if c == "?" else random.choice(string.digits) if c == "#" else c for c in form)

    kinds = [
        (["carta d'identità n.", "C.I.", "carta identità", "", "CI", "doc."], ["A?#######", "A? #######", "a?#######", "C?#####??", "C? ##### ??"]),
        (["passaporto", "passaporto n.", "pass.", "", "passaporto italiano"], ["Y?#######", "Y? #######", "AA#######"]),
        (["passaporto marocchino", "passaporto n.", "passaporto nr", "passaporto albanese numero"], [
            "??#######", "?#######", "?########", "#########", "??######", "?#########", "##??#####"]),
        (["permesso di soggiorno", "permesso n.", "permesso di soggiorno n.", "PdS", "permesso di soggiorno per lavoro nr."], [
            "I########", "I########", "I########", "A########"]),
        (["patente", "patente n.", "patente di guida", ""], ["BS#######?", "MI#######?", "U1?#?####?", "U1#######?", "BS #######?"]),
    ]
    labels, forms = random.choice(kinds)
    text = drawn(random.choice(forms))
    if text[0] == "a" and "" in labels:
        labels, text = [l for l in labels if l], text.lower()
    return labelled(random, labels, text)


def mail(random, fake):
    locale = random.choice(["it_IT", "it_IT", "ro_RO", "fr_FR", "en_GB"])
    address = random.choice([FAKERS[locale].email, FAKERS[locale].free_email, FAKERS[locale].company_email])()
    name, domain = address.split("@")
    form = random.randrange(10)
    if form == 0:
        address = f"{name} (at) {domain}"
    elif form == 1:
        address = f"{name} chiocciola {domain}"
    elif form == 2:
        address = f"{name}[at]{domain.replace('.', '[dot]')}"
    elif form == 3:
        address = f"{name} @ {domain}"
    elif form == 4:
        address = f"<{address}>"
    elif form == 5:
        address = address.upper()
    elif form == 6:
        address = f"{name} chiocciola {domain.replace('.', ' punto ')}"
    return labelled(random, ["mail", "email:", "e-mail", "scrivere a", "", "posta elettronica", "indirizzo"], address)


KINDS = {"tax code": tax_code, "telephone": telephone, "account": account, "document": document, "mail": mail}

# --- Texts without personal data


def day(random, mark=None):
    y, m, d = random.choice([2018, 2019, 2020, 2021]), random.randint(1, 12), random.randint(1, 28)
    mark = mark or random.choice("/-./")
    return random.choice([f"{d:02}{mark}{m:02}{mark}{y}", f"{y}-{m:02}-{d:02}", f"{d}{mark}{m}{mark}{y % 100:02}", f"{d:02}{mark}{m:02}{mark}{y}"])


def clock(random):
    return f"{random.randint(7, 19):02}{random.choice(':.')}{random.choice(['00', '15', '30', '45'])}"


def amount(random):
    number = f"{random.randint(100, 99_999_999) / 100:,.2f}".translate(str.maketrans(",.", ".,"))
    return random.choice(["€ {}", "{} €", "euro {}", "{} euro", "EUR {}", "importo {}"]).format(number)


def number(random, least, most):
    return str(random.randint(10**least, 10**most - 1))


def nothing(random, fake):
    hexed = string.digits + "ABCDEF"
    year = random.choice([2018, 2019, 2020])
    protocol = random.choice([f"{random.randint(1, 99999):07}", f"00{number(random, 4, 8)}", f"{random.randint(1, 9999)}", f"0{number(random, 5, 6)}"])
    alnum = string.digits + string.ascii_uppercase
    town = random.choice(["Chiari", "Rovato", "Comezzano-Cizzago", "Urago d'Oglio", "Cazzago San Martino", "Rudiano"])
    vat = FAKERS["it_IT"].company_vat()
    forms = [
        lambda: f"prot. {protocol}/{year}", lambda: f"prot. n. {protocol} del {day(random)}", lambda: f"protocollo {protocol}",
        lambda: f"{protocol}/{year}", lambda: f"prot. gen. n. {protocol}/{year} del {day(random)}",
        lambda: f"fattura n. {random.randint(1, 999)}/{year} del {day(random)}",
        lambda: f"P.IVA {vat[2:]}", lambda: f"partita IVA {vat}", lambda: f"cooperativa, P. IVA n. {vat[2:]}", lambda: f"C.F. e P.IVA {vat[2:]}",
        lambda: f"fornitore {fake.company()} (partita iva {vat[2:]})", lambda: f"VAT {vat}",
        lambda: f"CUP {random.choice(string.ascii_uppercase)}{number(random, 1, 2)}{random.choice(string.ascii_uppercase)}{year % 100}000{number(random, 5, 6)}",
        lambda: f"CIG {random.choice('ZXY')}{''.join(random.choices(hexed, k=9))}", lambda: f"CIG {number(random, 6, 7)}{''.join(random.choices(hexed, k=3))}",
        lambda: f"CIG: {number(random, 9, 10)}",
        lambda: f"{day(random)} {clock(random)}", lambda: f"dal {day(random)} al {day(random)}", lambda: f"{day(random)} ore {clock(random)}-{clock(random)}",
        lambda: f"riunione del {day(random, '-')} {clock(random)}", lambda: f"apertura {clock(random)} - {clock(random)} e {clock(random)} - {clock(random)}",
        lambda: f"budget {amount(random)}", lambda: f"{amount(random)} su {amount(random)}", lambda: f"costo annuo {amount(random)}",
        lambda: f"codice ISTAT 017{random.randint(1, 205):03}", lambda: f"comuni 017{random.randint(1, 205):03} 017{random.randint(1, 205):03} 017{random.randint(1, 205):03}",
        lambda: hashlib.sha256(random.randbytes(8)).hexdigest(), lambda: f"sha256:{hashlib.sha256(random.randbytes(8)).hexdigest()}",
        lambda: str(uuid.UUID(int=random.getrandbits(128))), lambda: str(uuid.UUID(int=random.getrandbits(128))).upper(),
        lambda: f"{random.choice(['sw', 'ed', 'me', 'co'])}-{random.randint(1, 40):02}", lambda: random.choice(["fami", "own", "secretariat-towns", "youth"]),
        lambda: f"{random.choice('pkhmc')}-{random.randint(1, 99999):06}", lambda: f"case-{year}-{random.randint(1, 9999):04}",
        lambda: f"AB030{number(random, 6, 7)}", lambda: f"rif. X{number(random, 11, 12)}", lambda: f"s-{random.randint(1, 9999999):07}",
        lambda: f"L. {random.randint(1, 400)}/{year} art. {random.randint(1, 90)}", lambda: "D.Lgs. 286/1998 art. 5 comma 5", lambda: "Reg. (UE) 516/2014, 514/2014 e 1042/2014",
        lambda: f"DGR {random.choice(['X', 'XI'])}/{number(random, 3, 4)} del {day(random)}", lambda: f"delibera di Giunta n. {random.randint(1, 300)} del {day(random)}",
        lambda: f"determinazione n. {random.randint(1, 900)}/{year}", lambda: f"det. {random.randint(1, 300)} del {day(random)}",
        lambda: f"{fake.street_name()} {random.randint(1, 120)}, 250{random.randint(10, 99)} {town} (BS)", lambda: "piazza Martiri della Libertà 26, 25032 Chiari (BS)",
        lambda: f"{year}-0{random.randint(1, 9)}-1{random.randint(0, 9)}T08:{random.randint(10, 59)}:00.{number(random, 5, 6)}Z",
        lambda: f"20190{random.randint(1, 9)}1{random.randint(0, 9)}T093000Z", lambda: "email non presente", lambda: "manca la email del referente",
        lambda: f"incontro @ {town}", lambda: "@", lambda: "@ufficio", lambda: f"3 confezioni @ {amount(random)}",
        lambda: f"Segretariato sociale nei comuni, {random.randint(1, 52)} settimane", lambda: "Lab'Impact, Azione 2 - Ambito Oglio Ovest", lambda: f"PROG-{number(random, 3, 4)}",
        lambda: f"{random.randint(1, 9)} ore e {random.randint(10, 59)} minuti a {town}", lambda: f"settimana {year}-W{random.randint(1, 52):02}",
        lambda: f"mandato n. {number(random, 6, 9)}", lambda: f"impegno {number(random, 3, 5)}/{year} cap. {number(random, 6, 7)}", lambda: f"classe 3{random.choice('AB')}, {random.randint(12, 25)} alunni",
        lambda: f"{random.randint(1, 30)} telefonate, {random.randint(1, 9)} colloqui", lambda: f"telefonata del {day(random)} ore {clock(random)}", lambda: f"permesso scaduto il {day(random)}",
        lambda: f"{number(random, 3, 4)} ore su {number(random, 3, 4)}; saldo {number(random, 2, 3)}", lambda: f"anni {year - 1} {year} {year + 1}", lambda: fake.sentence(nb_words=8),
        lambda: f"IT0{random.randint(1, 9)}G0{number(random, 5, 6)}", lambda: f"foglio {random.randint(1, 40)} mappale {random.randint(1, 900)} sub {random.randint(1, 20)}",
        lambda: f"urn:labd:oglio-ovest:{random.randint(1, 9)}", lambda: f"convenzione rep. {number(random, 3, 4)}, registrata il {day(random)} al n. {number(random, 3, 4)}",
        lambda: f"versione {random.randint(0, 3)}.{random.randint(0, 20)}.{random.randint(0, 30)}", lambda: f"45.{number(random, 4, 5)}, 9.{number(random, 4, 5)}", lambda: "protocollo@pec.comune.chiari.bs.it",
    ]
    text = random.choice(forms)()
    return framed(random, text) if random.random() < 0.5 else text


FAKERS = {}


def draw(seed, each):
    """Returns the texts, as pairs of a kind (or None) and a text."""
    source = random.Random(seed)
    for locale in ["it_IT", "ro_RO", "fr_FR", "de_DE", "es_ES", "en_GB", "pl_PL", "nl_NL", "uk_UA"]:
        FAKERS[locale] = Faker(locale)
        FAKERS[locale].seed_instance(source.randrange(2**32))
    fake = FAKERS["it_IT"]
    texts = [(kind, make(source, fake)) for kind, make in KINDS.items() for _ in range(each)]
    texts += [(None, nothing(source, fake)) for _ in range(each * len(KINDS))]
    source.shuffle(texts)
    return texts


# --- labd


def flagged(path, texts):
    """Returns, for each text, whether labd flagged the finding that contained it."""
    lines = [
        json.dumps({
            "id": f"patterns-{index}", "command": "audit.note-finding", "at": f"2020-01-15T08:00:00.{index:06}Z",
            "data": {"finding": f"f-{index}", "on": "2020-01-15", "severity": "low", "text": text},
        })
        for index, (_, text) in enumerate(texts)
    ]
    connection = Connection(path)
    connection.request("POST", "/v1/commands", "\n".join(lines).encode() + b"\n", {"Content-Type": "application/x-ndjson"})
    answers = [json.loads(line) for line in connection.getresponse().read().splitlines() if line.strip()]
    if len(answers) != len(texts):
        sys.exit(f"labd answered {len(answers)} of {len(texts)} commands: {answers[:1]}")
    for answer, (_, text) in zip(answers, texts):
        if "events" not in answer:
            sys.exit(f"labd refused {text!r}: {answer}")
    return ["personal-data-suspected" in answer["events"][0]["flags"] for answer in answers]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--socket")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    parser.add_argument("--number", type=int, default=300, help="texts of each kind")
    parser.add_argument("--show", action="store_true", help="print the texts that were classified wrongly")
    parser.add_argument("--texts", action="store_true", help="print only the texts")
    options = parser.parse_args()
    texts = draw(options.seed, options.number)
    if options.texts:
        for kind, text in texts:
            print(f"{kind or '-'}\t{text}")
        return
    verdicts = flagged(options.socket, texts)
    print(f"seed {options.seed}, {len(texts)} texts")
    holds = True
    for kind in [*KINDS, None]:
        mine = [verdict for (its, _), verdict in zip(texts, verdicts) if its == kind]
        share = sum(mine) / len(mine)
        good = share >= FOUND_AT_LEAST if kind else share <= FALSE_AT_MOST
        holds &= good
        print(f"{kind or 'false alarms':14}{sum(mine):6} of {len(mine):5}  {share:6.1%}  {'' if good else 'OUT OF BOUNDS'}".rstrip())
    if options.show or not holds:
        for (kind, text), verdict in zip(texts, verdicts):
            if verdict != (kind is not None):
                print(f"  {kind or 'false alarm'}: {text}")
    sys.exit(0 if holds else 1)


if __name__ == "__main__":
    main()
