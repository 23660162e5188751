import Office
import Testing

struct PersistentArrayTests {
    @Test(arguments: [0, 1, 15, 16, 17, 511, 512, 513, 1_024, 16_383, 16_384, 16_385, 32_768, 40_000])
    func `elements lie where they were put, over the borders of leaves, twigs and branches`(_ count: Int) throws {
        let array = filled(count)
        #expect(array.count == count)
        for index in 0..<count where index % 97 == 0 || index > count - 3 { try #require(array[index] == index * 3) }
        var visited = 0
        var inOrder = true
        array.forEach { index, element in
            inOrder = inOrder && index == visited && element == index * 3
            visited += 1
        }
        #expect(visited == count)
        #expect(inOrder)
    }

    @Test(arguments: [1, 15, 16, 17, 511, 512, 513, 16_383, 16_384, 16_385])
    func `a copy does not see what is appended or changed later`(_ count: Int) {
        var array = filled(count)
        let copy = array
        for added in 0..<300 { array.append(-added) }
        for index in [0, count / 2, count - 1] { array[index] = -1 }
        #expect(copy.count == count)
        #expect(array.count == count + 300)
        for index in [0, count / 2, count - 1] {
            #expect(copy[index] == index * 3)
            #expect(array[index] == -1)
        }
        #expect(array[count] == 0)
        #expect(array[count + 299] == -299)
    }

    @Test func `many copies each keep their own time`() {
        var array = PersistentArray<Int>()
        var copies: [PersistentArray<Int>] = []
        for index in 0..<600 {
            copies.append(array)
            array.append(index)
            array[index / 2] += 1000
        }
        for (age, copy) in copies.enumerated() {
            #expect(copy.count == age)
            if age > 10 { #expect(copy[age - 1] == age - 1) }
        }
        #expect(array[0] == 2000)
        #expect(copies[1][0] == 1000)
    }

    private func filled(_ count: Int) -> PersistentArray<Int> {
        var array = PersistentArray<Int>()
        for index in 0..<count { array.append(index * 3) }
        return array
    }
}
