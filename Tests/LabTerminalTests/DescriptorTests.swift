import Testing

@testable import LabTerminal

@Suite struct DescriptorTests {
    @Test func `Asking for the size does not change the position in the file`() throws {
        let path = "/tmp/labctl-\(UInt64.random(in: 0 ... .max)).txt"
        let written = try Descriptor(writing: path)
        try written.write(Array("one two".utf8))
        written.close()
        let input = try Descriptor(reading: path)
        defer { input.close() }
        #expect(try input.read(atMost: 4) == Array("one ".utf8))
        #expect(input.size == 7)
        #expect(try input.read(atMost: 4) == Array("two".utf8))
        #expect(try input.read(atMost: 4).isEmpty)
        #expect(!input.isTerminal)
    }

    @Test func `Something that is not a regular file has no size, and a missing file is named`() throws {
        let null = try Descriptor(reading: "/dev/null")
        defer { null.close() }
        #expect(null.size == nil)
        let error = #expect(throws: Failure.self) { try Descriptor(reading: "/nowhere/season.ndjson") }
        #expect(error?.status == .usage)
        #expect(error?.message == "/nowhere/season.ndjson cannot be read: No such file or directory")
    }
}
