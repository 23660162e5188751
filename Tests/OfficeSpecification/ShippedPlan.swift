package import CanonicalJSON

extension JSON {
    /// The plan that ships, as its command sends it.
    package static let shippedPlan: JSON = {
        guard let plan = try? JSONReader.read(Array(shippedPlanText.utf8), as: .strict) else {
            preconditionFailure("the plan of the tests is not JSON")
        }
        return plan
    }()
}

private let shippedPlanText = #"""
    {
      "funds": [{"id": "fami", "project": true}, {"id": "own", "project": false}],
      "grant": "PROG-2463",
      "limits": {"dailyMinutes": 600, "lateEntryDays": 30, "silentCaseDays": 60},
      "lines": [
        {
          "from": "2019-06-01",
          "id": "secretariat-towns",
          "kind": "hours",
          "places": [
            "castelcovati", "castrezzato", "cazzago-san-martino", "chiari", "coccaglio", "comezzano-cizzago",
            "roccafranca", "rovato", "rudiano", "trenzano", "urago-d-oglio"
          ],
          "professions": ["social-worker"],
          "service": "secretariat",
          "title": {"en": "Social secretariat in the towns", "it": "Segretariato sociale nei comuni"},
          "to": "2019-12-31",
          "weeklyMinutes": 300
        },
        {
          "from": "2019-06-01",
          "id": "secretariat-office",
          "kind": "hours",
          "places": ["ufficio-di-piano"],
          "professions": ["social-worker"],
          "service": "secretariat",
          "title": {
            "en": "Social secretariat at the Ufficio di Piano",
            "it": "Segretariato sociale presso l'Ufficio di Piano"
          },
          "to": "2020-03-31",
          "weeklyMinutes": 1380
        },
        {
          "from": "2019-06-01",
          "id": "mediation",
          "kind": "on-request",
          "places": [
            "castelcovati", "castrezzato", "cazzago-san-martino", "chiari", "coccaglio", "comezzano-cizzago",
            "roccafranca", "rovato", "rudiano", "trenzano", "urago-d-oglio", "ufficio-di-piano"
          ],
          "professions": ["mediator"],
          "service": "mediation",
          "title": {"en": "Linguistic and cultural mediation", "it": "Mediazione linguistica e culturale"},
          "to": "2020-03-31"
        },
        {
          "from": "2019-06-01",
          "id": "youth",
          "kind": "on-request",
          "places": [
            "castelcovati", "castrezzato", "cazzago-san-martino", "chiari", "coccaglio", "comezzano-cizzago",
            "roccafranca", "rovato", "rudiano", "trenzano", "urago-d-oglio", "ufficio-di-piano"
          ],
          "professions": ["educator"],
          "service": "youth",
          "title": {"en": "Educational work with young foreigners", "it": "Interventi educativi per giovani stranieri"},
          "to": "2020-03-31"
        }
      ],
      "measures": [
        {
          "codes": ["school", "work", "training", "italian", "school-family", "guidance"],
          "en": "Education, training and work",
          "id": "education-work",
          "it": "Istruzione, formazione e lavoro"
        },
        {"codes": ["housing"], "en": "Housing", "id": "housing", "it": "Alloggio"},
        {
          "codes": ["health"],
          "en": "Health and psychological care",
          "id": "health",
          "it": "Salute e cura psicologica"
        },
        {
          "codes": ["residence-permit", "family-reunion", "documents", "benefits", "first-meeting", "assessment"],
          "en": "Participation and rights",
          "id": "participation",
          "it": "Partecipazione e diritti"
        }
      ],
      "office": "oglio-ovest",
      "partWeek": "working-days",
      "period": {"from": "2019-06-01", "to": "2020-03-31"},
      "phases": [
        {"en": "Intake", "id": "intake", "it": "Accoglienza della domanda"},
        {"en": "Situation analysis", "id": "analysis", "it": "Analisi della situazione"},
        {"en": "Preliminary assessment", "id": "preliminary-assessment", "it": "Valutazione preliminare"},
        {"en": "Operational assessment", "id": "operational-assessment", "it": "Valutazione operativa"},
        {"en": "Intervention plan", "id": "intervention-plan", "it": "Elaborazione del progetto di intervento"},
        {"en": "Implementation", "id": "implementation", "it": "Attuazione del progetto"},
        {"en": "Review", "id": "review", "it": "Verifica"}
      ],
      "places": [
        {"id": "castelcovati", "istat": "017041", "kind": "town", "name": "Castelcovati"},
        {"id": "castrezzato", "istat": "017045", "kind": "town", "name": "Castrezzato"},
        {"id": "cazzago-san-martino", "istat": "017046", "kind": "town", "name": "Cazzago San Martino"},
        {"id": "chiari", "istat": "017052", "kind": "town", "name": "Chiari", "patron": "02-15"},
        {"id": "coccaglio", "istat": "017056", "kind": "town", "name": "Coccaglio"},
        {"id": "comezzano-cizzago", "istat": "017060", "kind": "town", "name": "Comezzano-Cizzago"},
        {"id": "roccafranca", "istat": "017162", "kind": "town", "name": "Roccafranca"},
        {"id": "rovato", "istat": "017166", "kind": "town", "name": "Rovato", "patron": "11-04"},
        {"id": "rudiano", "istat": "017167", "kind": "town", "name": "Rudiano"},
        {"id": "trenzano", "istat": "017190", "kind": "town", "name": "Trenzano"},
        {"id": "urago-d-oglio", "istat": "017192", "kind": "town", "name": "Urago d'Oglio"},
        {
          "id": "ufficio-di-piano",
          "istat": "017052",
          "kind": "office",
          "name": "Ufficio di Piano",
          "patron": "02-15"
        }
      ],
      "targets": [{"indicator": "personsServed", "value": 250}],
      "title": "Lab'Impact, Azione 2 - Ambito Oglio Ovest",
      "zone": "Europe/Rome"
    }
    """#
