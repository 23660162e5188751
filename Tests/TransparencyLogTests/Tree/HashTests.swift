import Testing
import TransparencyCrypto
import TransparencyLog

struct HashTests {
    @Test func `the empty tree, an empty leaf and a pair have the hashes of RFC 6962 section 2_1`() throws {
        let sha = SHA256Function.crypto
        #expect(sha.emptyRoot.hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(sha.leaf("").hex == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")
        let second = sha.leaf([0].span)
        #expect(
            sha.node(sha.leaf(""), second).hex == "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")
        #expect(sha.node(second, sha.leaf("")) != sha.node(sha.leaf(""), second))
    }

    @Test func `a hash comes back from its bytes and its base64`() throws {
        let hash = SHA256Function.crypto.leaf("one")
        #expect(hash.base64 == "0Nc2CrefWKseHj/mStd+LqC8B+NrX0btIiPt2SmN+ek=")
        #expect(Hash.of(hash.bytes) == hash)
        #expect(try Hash(base64: hash.base64) == hash)
    }

    @Test func `every one of the 256 bits counts`() throws {
        let hash = SHA256Function.crypto.leaf("one")
        var seen: Set<Hash> = [hash]
        for bit in 0..<256 {
            var bytes = hash.bytes
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            seen.insert(try #require(Hash.of(bytes)))
        }
        #expect(seen.count == 257)
    }

    @Test func `only 32 bytes are a hash`() {
        for count in [0, 31, 33, 64] {
            let bytes = [UInt8](repeating: 7, count: count)
            #expect(Hash.of(bytes) == nil)
            #expect(throws: TransparencyLogError.self) { try Hash(base64: Base64.text(bytes)) }
        }
    }
}
