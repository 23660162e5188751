internal import CanonicalJSON
internal import TransparencyLog

extension [Hash] {
    /// The hashes of labd's answer `{"hashes":[…], …}`; nil if it is none.
    init?(proofIn body: [UInt8]) {
        guard case .object(let object)? = try? JSONReader.read(body.span, as: .strict),
            case .array(let values)? = object["hashes"]
        else { return nil }
        self = []
        for value in values {
            guard case .string(let text) = value, let hash = try? Hash(base64: text) else { return nil }
            append(hash)
        }
    }
}
