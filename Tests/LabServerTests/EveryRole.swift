import Foundation
import Office

@testable import LabServer

extension RoleMap {
    /// Every role, for the account that runs the tests.
    static let everything = RoleMap(owner: geteuid(), Set(Role.allCases))
    /// No role, for no account.
    static let nothing = RoleMap(owner: geteuid() + 1, [])
}

extension Sender {
    /// Somebody with every role.
    static let all = Sender(account: "test", roles: Set(Role.allCases))
}
