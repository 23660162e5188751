import Office
import OfficeSpecification
import Testing

struct CatalogueTests {
    @Test func `every command may carry evidence in clear and a sealed note`() throws {
        for command in Catalogue.commands {
            let fields = Catalogue.fields(of: command)
            let evidence = try #require(fields.first { $0.name == "evidence" }, "\(command.name)")
            let note = try #require(fields.first { $0.name == "note" }, "\(command.name)")
            #expect(!evidence.isSealed && !evidence.isRequired)
            #expect(note.isSealed && !note.isRequired)
            #expect(Set(fields.map(\.name)).count == fields.count, "\(command.name)")
        }
    }

    @Test func `just the personal fields of the catalogue are sealed`() {
        var sealed: [String] = []
        for command in Catalogue.commands {
            for field in Catalogue.fields(of: command) where field.isSealed && field.name != "note" {
                sealed.append(command.name + " " + field.name + (field.isRequired ? "" : "?"))
            }
        }
        #expect(
            sealed == [
                "worker.enrol name?", "worker.change name?", "person.register name?", "person.register born?",
                "person.register taxCode?", "person.register contact?", "person.correct name?", "person.correct born?",
                "person.correct taxCode?", "person.correct contact?", "person.correct reason",
                "person.add-evidence number?", "person.link reason", "person.unlink reason", "person.restrict reason",
                "person.lift-restriction reason", "case.advance-phase reason?", "case.assign reason?",
                "case.transfer reason", "case.note text?", "case.record-measure number?", "case.reopen reason",
                "mediation.request referent?",
            ])
    }

    @Test func `every field that holds ids says what they are of`() throws {
        func check(_ fields: [Fields.Description], _ path: String) {
            for field in fields {
                switch field.kind {
                case .id, .list(of: .id), .scope: #expect(field.reference != nil, "\(path).\(field.name) names nothing")
                default: break
                }
                check(field.parts, path + "." + field.name)
            }
        }
        #expect(Catalogue.eventTypes.count == Catalogue.commands.count + 7)
        for event in Catalogue.eventTypes {
            check(try #require(Catalogue.description(ofEvent: event)).fields, event)
        }
    }

    @Test func `an event begins one thing at most, which is named in a field that must be there`() throws {
        var begun: [String] = []
        for event in Catalogue.eventTypes {
            let created = try #require(Catalogue.description(ofEvent: event)).fields.filter(\.isCreated)
            #expect(created.count <= 1 && created.allSatisfy(\.isRequired), "\(event)")
            begun += created.compactMap { field in field.reference.map { "\(event) \(field.name) \($0.rawValue)" } }
        }
        #expect(
            begun == [
                "activity.held activity activity", "case.measure-recorded measure measure", "case.opened case case",
                "case.referred referral referral", "contact.recorded contact contact", "finding.noted finding finding",
                "hours.logged entry entry", "mediation.requested mediation mediation",
                "orientation.delivered orientation orientation", "person.registered person person",
                "project.proceeding-opened proceeding proceeding", "project.suspended suspension suspension",
                "report.submitted report report", "worker.enrolled worker worker",
            ])
        let adoption = try #require(Catalogue.description(ofEvent: Plan.adoption.event))
        #expect(adoption.path(toCreated: .phase) == ["plan", "phases", "id"])
        #expect(adoption.path(toCreated: .person) == nil)
    }

    @Test func `what labd adds is a field of the event and of no command`() throws {
        let erased = try #require(Catalogue.description(ofEvent: "person.erased"))
        #expect(erased["persons"]?.isAdded == true && erased["persons"]?.reference == .person)
        let erase = try #require(Catalogue.command("person.erase"))
        #expect(!Catalogue.fields(of: erase).contains { $0.name == "persons" })
    }

    @Test func `the fields of a person's identity stand in their own stream alone`() {
        #expect(PersonalDataRequest.fieldsOfIdentity == ["name", "born", "taxCode", "contact"])
    }

    @Test func `a command or event is found by its name alone`() {
        #expect(Catalogue.command("hours.log")?.event == "hours.logged")
        #expect(Catalogue.command("hours.logged") == nil)
        #expect(Catalogue.event("hours.logged")?.schema == 1)
        #expect(Catalogue.event("log.created") != nil)
        #expect(Catalogue.event("hours.log") == nil)
    }

    @Test func `flags are in the order of their symbols`() {
        let symbols = Flag.allCases.map(\.rawValue)
        #expect(symbols == symbols.sorted())
        var flags = Flags()
        for flag in Flag.allCases.reversed() { flags.insert(flag) }
        #expect(flags.words == symbols)
        #expect(Flags().isEmpty)
        #expect(!flags.isEmpty)
    }
}
