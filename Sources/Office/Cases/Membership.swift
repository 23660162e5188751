/// A person's present or former membership in a case, as its person or in the household. For each id, memberships form a chain
/// that starts at the last one.
package struct Membership: ChainedRow, Hashable {
    package let `case`: Ref<Case>
    package let previous: Ref<Membership>?
}

extension Office {
    /// Notes that a person belongs to a case.
    mutating func note(membership person: Ref<Person>, in ref: Ref<Case>) {
        people[person].lastMembership = memberships.append(
            Membership(case: ref, previous: people[person].lastMembership))
    }

    /// The cases that an id belongs or belonged to, each once.
    package func casesEver(of person: Ref<Person>) -> Set<Ref<Case>> {
        Set(memberships.chain(from: people[person].lastMembership).map(\.case))
    }

    /// Whether one of these people, under any of their ids, is in an open case now, other than `ref`.
    func isInOpenCase(_ persons: [Ref<Person>], otherThan ref: Ref<Case>?) -> Bool {
        persons.contains { person in
            let ids = links.everyone(linkedWith: person)
            var seen: Set<Ref<Case>> = []
            return ids.contains { id in
                memberships.chain(from: people[id].lastMembership).contains { row in
                    row.case != ref && seen.insert(row.case).inserted && isInOpenCase(ids, row.case)
                }
            }
        }
    }

    private func isInOpenCase(_ ids: [Ref<Person>], _ ref: Ref<Case>) -> Bool {
        guard !cases[ref].isVoided else { return false }
        let state = state(of: ref)
        return state.isOpen && ids.contains { $0 == cases[ref].person || state.members.contains($0) }
    }
}
