import Documents
import Testing

struct DocumentReferenceTests {
    private let root = "LVl/JoxW9dw9AwRvjIqrm02VvHvMgFxoCGyWvQZ9kFE="
    private let digest = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="

    private var reference: DocumentReference {
        DocumentReference(
            kind: .timesheet, parameters: [.init("worker", "ed-01"), .init("month", "2020-03")],
            origin: "labd.example/prova", size: 4_801, root: root, digest: digest)
    }

    /// Paper lasts: these bytes never change.
    @Test func `its text is that of version 1`() {
        #expect(
            reference.text == """
                labd-document/v1
                timesheet worker=ed-01 month=2020-03
                labd.example/prova
                4801
                LVl/JoxW9dw9AwRvjIqrm02VvHvMgFxoCGyWvQZ9kFE=
                47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=

                """)
        #expect(reference.position == 4_800)
    }

    @Test func `it is read back, with the white space that scanners add`() {
        #expect(DocumentReference(reference.text) == reference)
        #expect(
            DocumentReference("\r\n" + reference.text.split(separator: "\n").joined(separator: " \r\n")) == reference)
    }

    @Test(arguments: [
        ("labd-document/v1", "labd-document/v2"), ("timesheet", "payslip"), ("worker=ed-01 ", ""),
        ("worker=ed-01", "worker"), ("month=", "week="), ("4801", "0"), ("4801", "04801"), ("4801", "-1"),
        ("LVl/", "LVl"), ("47DE", "47D "), ("kFE=", "kFEA"), ("labd.example/prova\n", ""),
    ])
    func `nothing else is read`(_ part: String, _ other: String) throws {
        let place = try #require(reference.text.range(of: part))
        #expect(DocumentReference(reference.text.replacingCharacters(in: place, with: other)) == nil)
    }
}

extension String {
    /// The first place of another text.
    fileprivate func range(of other: String) -> Range<Index>? {
        indices.lazy.map { $0..<endIndex }.first { self[$0].hasPrefix(other) }.map {
            $0.lowerBound..<index($0.lowerBound, offsetBy: other.count)
        }
    }

    fileprivate func replacingCharacters(in place: Range<Index>, with other: String) -> String {
        String(self[..<place.lowerBound]) + other + String(self[place.upperBound...])
    }
}
