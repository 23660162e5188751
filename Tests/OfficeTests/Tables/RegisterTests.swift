import Office
import Testing

struct RegisterTests {
    @Test func `a row is found by its id, and its id by the row`() throws {
        var register = Register<Int>()
        for index in 0..<1000 { register.insert(index, as: "id-\(index)") }
        #expect(register.count == 1000)
        for index in [0, 127, 128, 999] {
            let ref = try #require(register.find("id-\(index)"))
            #expect(register[ref] == index)
            #expect(register.id(ref) == "id-\(index)")
        }
        #expect(register.find("id-1000") == nil)
    }

    @Test func `a copy keeps its rows and does not see later ones`() throws {
        var register = Register<Int>()
        for index in 0..<200 { register.insert(index, as: "id-\(index)") }
        let copy = register
        let ref = try #require(register.find("id-150"))
        register[ref] = -1
        register.insert(7, as: "later")
        #expect(copy[ref] == 150)
        #expect(register[ref] == -1)
        #expect(copy.find("later") == nil)
        #expect(copy.count == 200)
    }

    @Test func `a word has one number however often it occurs`() {
        var symbols = Symbols()
        let first = symbols.intern("housing")
        #expect(symbols.intern("school") != first)
        #expect(symbols.intern("housing") == first)
        #expect(symbols[first] == "housing")
        #expect(symbols.find("work") == nil)
    }

    @Test func `lists lie one after another and keep their order`() {
        var lists = Lists()
        let one = lists.add([Ref<Int>(3), Ref<Int>(1)])
        let none = lists.add([Ref<Int>]())
        let other = lists.add([Ref<Int>(9)])
        #expect(lists.values(one, of: Int.self).map(\.index) == [3, 1])
        #expect(lists.values(none, of: Int.self).isEmpty)
        #expect(lists.values(other, of: Int.self).map(\.index) == [9])
    }
}
