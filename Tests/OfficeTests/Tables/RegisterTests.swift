import SeededNumbers
import Testing

@testable import Office

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

    @Test(arguments: [UInt64(1), 2, 3])
    func `each of many versions finds its own ids, whatever was added to the others`(seed: UInt64) {
        var random = SeededNumbers(seed: seed)
        let ids = (0..<60).map { "id-\($0)" }
        var versions = [(register: Register<Int>(), numbers: [String: Int]())]
        for step in 0..<600 {
            let index = Int.random(in: versions.indices, using: &random)
            switch Int.random(in: 0..<10, using: &random) {
            case 0: versions.append(versions[index])
            case 1 where versions.count > 4: versions.remove(at: index)
            case 2: versions[index].register.maintainIndex(.detach)
            default:
                guard let id = ids.randomElement(using: &random), versions[index].numbers[id] == nil else { continue }
                versions[index].numbers[id] = versions[index].register.count
                versions[index].register.insert(step, as: id)
            }
            for (register, numbers) in versions {
                for id in ids { #expect(register.find(id).map { Int($0.index) } == numbers[id]) }
            }
        }
        #expect(versions.contains { $0.numbers.count > 20 })
    }

    @Test func `an index that is full of what came to nothing is begun anew, and finds the same`() {
        var register = Register<Int>()
        for number in 0..<100 { register.insert(number, as: "id-\(number)") }
        for round in 0..<40 {
            var givenUp = register
            for number in 0..<1_000 { givenUp.insert(number, as: "given-up-\(round)-\(number)") }
        }
        let before = register
        register.maintainIndex(.tidy)
        register.insert(100, as: "given-up-7-7")
        for number in 0..<100 {
            #expect(register.find("id-\(number)").map { Int($0.index) } == number)
            #expect(before.find("id-\(number)").map { Int($0.index) } == number)
        }
        #expect(register.find("given-up-7-7").map { Int($0.index) } == 100)
        #expect(before.find("given-up-7-7") == nil && register.find("given-up-7-8") == nil)
    }

    @Test func `many ids are found in a register that others read meanwhile`() async {
        var register = Register<Int>()
        for number in 0..<1_000 { register.insert(number, as: "id-\(number)") }
        let early = register
        await withTaskGroup { group in
            for _ in 0..<3 {
                group.addTask {
                    for number in 0..<20_000 {
                        let found = early.find("id-\(number)").map { Int($0.index) }
                        #expect(found == (number < 1_000 ? number : nil))
                    }
                }
            }
            for number in 1_000..<100_000 { register.insert(number, as: "id-\(number)") }
        }
        for number in stride(from: 0, to: 100_000, by: 7) {
            #expect(register.find("id-\(number)").map { Int($0.index) } == number)
        }
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
