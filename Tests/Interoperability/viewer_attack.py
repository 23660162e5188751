"""Computes what a reader of the aggregates alone can deduce, as an integer programme (solved by HiGHS).

The attacker knows every disclosed figure, which rows and ranges belong together, that counts are whole numbers of persons,
and the rule by which cells are withheld. For every withheld cell, the smallest and the largest value consistent with all of
this are computed.
"""

import itertools

import highspy

PARTS = ["byAge", "bySex", "byNationality"]
OVERLAPPING = ["byLine", "byPlace", "byMeasure"]
CASES = ["casesByPlace", "casesByPhase"]
TABLES = OVERLAPPING + PARTS + CASES
TOTAL = ("personsServed", "")
OPEN = ("casesOpen", "")
OTHERS = "others"
MOST = 10_000  # more than any office serves


def is_told(figure):
    return figure != "withheld"


class Attack:
    """All answers of one moment: `answers` by range, where a range is a tuple of consecutive quarters."""

    def __init__(self, answers, plan):
        self.answers = answers
        self.plan = plan
        self.quarters = sorted({quarter for span in answers for quarter in span})
        # Figures added up over quarters count the persons served in each quarter. If a range's figures count distinct persons
        # (labd up to 0.1.0), one variable is needed for each set of quarters in which a person was served.
        self.is_distinct = any("quarters" not in answer for answer in answers.values())
        sizes = range(1, len(self.quarters) + 1) if self.is_distinct else [1]
        self.sets = [frozenset(s) for size in sizes for s in itertools.combinations(self.quarters, size)]
        self.solver = highspy.Highs()
        self.solver.setOptionValue("output_flag", False)
        self.solver.setOptionValue("threads", 1)
        self.columns = 0
        self.served = {}
        self.sums = {}
        self.names = {table: self.rows(table) for table in TABLES}
        self.add_identities()
        for span, answer in answers.items():
            self.add_answer(span, answer)

    def rows(self, table):
        names = {name for answer in self.answers.values() for name in answer[table]} - {OTHERS}
        return sorted(names) + ([OTHERS] if table == "byNationality" and not self.is_distinct else [])

    # -- variables and rows of the programme --------------------------------------------------------------------------
    def variable(self, low=0, high=MOST):
        self.solver.addVar(low, high)
        self.solver.changeColIntegrality(self.columns, highspy.HighsVarType.kInteger)
        self.columns += 1
        return self.columns - 1

    def row(self, low, high, terms):
        columns, factors = zip(*terms)
        if self.solver.addRow(low, high, len(terms), list(columns), list(factors)) != highspy.HighsStatus.kOk:
            raise SystemExit(f"the solver does not accept the row {low} to {high} of {terms}")

    def persons(self, cell, quarters):
        """Returns the number of persons of a cell in any of these quarters (or of cases, at the end of a quarter)."""
        if cell not in self.served:
            self.served[cell] = {each: self.variable() for each in self.sets}
        key = (cell, frozenset(quarters))
        if key not in self.sums:
            self.sums[key] = self.variable()
            terms = [(column, 1) for each, column in self.served[cell].items() if each & key[1]]
            self.row(0, 0, terms + [(self.sums[key], -1)])
        return self.sums[key]

    def add_identities(self):
        everyone = {each: self.persons(TOTAL, each) for each in self.sets} and self.served[TOTAL]
        for table in ["bySex", "byNationality"]:  # which do not change from quarter to quarter
            for name in self.names[table]:
                self.persons((table, name), self.quarters)
            for each in self.sets:
                self.row(0, 0, [(everyone[each], -1)] + [(self.served[table, n][each], 1) for n in self.names[table]])
        for quarter in self.quarters:
            total = self.persons(TOTAL, [quarter])
            open = self.persons(OPEN, [quarter])
            self.row(0, 0, [(total, -1)] + [(self.persons(("byAge", n), [quarter]), 1) for n in self.names["byAge"]])
            for table in CASES:
                parts = [(self.persons((table, name), [quarter]), 1) for name in self.names[table]]
                self.row(0, 0, [(open, -1)] + parts)
            for table in OVERLAPPING:
                cells = {name: self.persons((table, name), [quarter]) for name in self.names[table]}
                for column in cells.values():
                    self.row(0, MOST, [(total, 1), (column, -1)])
                if table != "byMeasure":
                    self.row(0, MOST, [(total, -1)] + [(column, 1) for column in cells.values()])
            self.add_places_of_lines(quarter)

    def add_places_of_lines(self, quarter):
        """Everyone served on a line was served at one of its places, and vice versa."""
        lines = {line["id"]: line["places"] for line in self.plan["lines"]}
        pairs = [(("byLine", line), [("byPlace", place) for place in places]) for line, places in lines.items()]
        pairs += [(("byPlace", place), [("byLine", line) for line in lines if place in lines[line]])
                  for place in {place for places in lines.values() for place in places}]
        known = {(table, name) for table in ["byLine", "byPlace"] for name in self.names[table]}
        for cell, others in pairs:
            others = [other for other in others if other in known]
            if cell in known:
                terms = [(self.persons(other, [quarter]), 1) for other in others]
                self.row(0, MOST, terms + [(self.persons(cell, [quarter]), -1)])

    # -- disclosed figures -----------------------------------------------------------------------------------------------
    def figures(self, span, answer):
        """Yields each figure of an answer for some quarters: its cell, the quarters, the figure."""
        yield TOTAL, span, answer["personsServed"]
        yield OPEN, span[-1:], answer["casesOpen"]
        for quarter in span:
            yield TOTAL, (quarter,), answer["byQuarter"].get(quarter, 0)
        for table in TABLES:
            about = span[-1:] if table in CASES else span
            for name in self.names[table]:
                if name in answer[table]:
                    yield (table, name), about, answer[table][name]
                elif OTHERS in answer[table]:
                    if len(span) == 1:
                        yield (table, name), about, None  # among the others, whose sum is disclosed
                else:
                    yield (table, name), about, 0

    def add_answer(self, span, answer):
        for cell, quarters, figure in self.figures(span, answer):
            if cell[1] == OTHERS:
                continue
            column = self.persons(cell, quarters)
            if figure is not None and is_told(figure):
                self.row(figure, figure, [(column, 1)])
        if self.is_distinct:
            return self.add_new(span, answer)
        if len(span) == 1:
            self.add_others(span, answer)
            self.add_rule(span, answer)

    def add_new(self, span, answer):
        """Returns the persons who were in none of the earlier quarters."""
        if is_told(answer["newInPeriod"]):
            terms = [(column, 1) for each, column in self.served[TOTAL].items() if min(each) in span]
            self.row(answer["newInPeriod"], answer["newInPeriod"], terms)

    def add_others(self, span, answer):
        table = answer["byNationality"]
        if OTHERS in table and is_told(table[OTHERS]):
            names = [name for name in self.names["byNationality"] if name == OTHERS or name not in table]
            terms = [(self.persons(("byNationality", name), span), 1) for name in names]
            self.row(table[OTHERS], table[OTHERS], terms)
        elif OTHERS not in table:
            self.row(0, 0, [(self.persons(("byNationality", OTHERS), span), 1)])

    def add_rule(self, span, answer):
        """Adds what the rule implies for withheld cells: all disclosed ones are larger, and one of the withheld ones is
        small."""
        for total, tables in [
            ("personsServed", ["byLine", "byPlace"]), ("personsServed", ["byMeasure"]), ("personsServed", ["byAge"]),
            ("personsServed", ["bySex"]), ("personsServed", ["byNationality"]), ("casesOpen", ["casesByPlace"]),
            ("casesOpen", ["casesByPhase"]),
        ]:
            if not is_told(answer[total]):
                self.row(0, 4, [(self.persons((total, ""), span), 1)])
                continue
            cells = [((table, name), answer[table].get(name, None))
                     for table in tables for name in self.names[table] if name != OTHERS]
            told = [figure for _, figure in cells if figure is not None and is_told(figure)]
            withheld = [self.persons(cell, span) for cell, figure in cells if figure is None or not is_told(figure)]
            if tables == ["byNationality"]:
                if OTHERS not in answer["byNationality"]:
                    continue
            elif len(withheld) > 2:
                small = [(column, self.variable(0, 1)) for column in withheld]
                for column, choice in small:
                    self.row(0, MOST, [(column, 1), (choice, -1)])
                    self.row(-MOST, MOST + 4, [(column, 1), (choice, MOST)])
                self.row(1, len(small), [(choice, 1) for _, choice in small])
            # The only line or place of a plan equals the total, and is disclosed regardless of the others.
            for column in withheld if told and len(withheld) > 1 else []:
                self.row(0, min(told) - 1, [(column, 1)])

    # -- the attack ---------------------------------------------------------------------------------------------------
    def withheld(self):
        """Returns the cells without a disclosed figure, each with its quarters."""
        seen = {}
        for span, answer in self.answers.items():
            for cell, quarters, figure in self.figures(span, answer):
                if cell[1] != OTHERS:
                    key = (cell, tuple(quarters))
                    seen[key] = seen.get(key, False) or (figure is not None and is_told(figure))
        return [key for key, told in seen.items() if not told]

    def bounds(self, cell, quarters):
        """Returns the smallest and the largest possible value of a cell."""
        column = self.persons(cell, quarters)
        return self.extreme(column, 1), self.extreme(column, -1)

    def extreme(self, column, factor):
        self.solver.changeColCost(column, factor)
        self.solver.run()
        status = self.solver.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise SystemExit(f"the attacker's model is wrong: {status} for column {column}")
        value = factor * round(self.solver.getInfo().objective_function_value)
        self.solver.changeColCost(column, 0)
        return value
