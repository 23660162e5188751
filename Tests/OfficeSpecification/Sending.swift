package import CanonicalJSON

/// A command to be sent: its name and data.
package struct Sending {
    package let name: String
    package var data: JSON

    /// Creates the command with that name, with the defaults in `data` changed by `changes`.
    package init(_ name: String, _ data: JSON, _ changes: JSON = [:]) {
        self.name = name
        self.data = data
        if case .object(let object) = changes {
            for member in object.members { self.data[member.name] = member.value }
        }
    }

    /// Returns the same command with another value of a field.
    package func with(_ field: String, _ value: JSON) -> Sending {
        var copy = self
        copy.data[field] = value
        return copy
    }

    /// Returns the same command without some of its fields.
    package func without(_ fields: String...) -> Sending {
        var copy = self
        for field in fields { copy.data[field] = nil }
        return copy
    }

    /// The line that is sent.
    package func text(id: String) -> [UInt8] {
        let envelope: JSON = ["id": .string(id), "command": .string(name), "data": data]
        return envelope.canonicalBytes
    }
}

extension JSON {
    /// A member of an object; nil for none. Setting nil removes it.
    package subscript(name: String) -> JSON? {
        get {
            guard case .object(let object) = self else { return nil }
            return object[name]
        }
        set {
            guard case .object(var object) = self else { preconditionFailure("no object") }
            let index = object.members.firstIndex { $0.name == name }
            switch (index, newValue) {
            case (let index?, let value?): object.members[index].value = value
            case (let index?, nil): object.members.remove(at: index)
            case (nil, let value?): object.members.append(.init(name, value))
            case (nil, nil): break
            }
            self = .object(object)
        }
    }

    /// An element of an array.
    package subscript(index: Int) -> JSON {
        get {
            guard case .array(let values) = self else { preconditionFailure("no array") }
            return values[index]
        }
        set {
            guard case .array(var values) = self else { preconditionFailure("no array") }
            values[index] = newValue
            self = .array(values)
        }
    }

    /// An object's member, or an array's element by number, which can be changed in place: `"lines.0.places"`.
    package mutating func set(_ path: String, _ value: JSON?) {
        let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
        if let index = Int(parts[0]) {
            if parts.count == 1, let value { self[index] = value } else { self[index].set(parts[1], value) }
        } else if parts.count == 1 {
            self[parts[0]] = value
        } else if var inner = self[parts[0]] {
            inner.set(parts[1], value)
            self[parts[0]] = inner
        }
    }

    /// Returns the same value with one value in it changed.
    package func setting(_ path: String, _ value: JSON?) -> JSON {
        var copy = self
        copy.set(path, value)
        return copy
    }
}
