import Foundation
import LabAPI
import Office
import OfficeSpecification
import Testing

@testable import LabServer

/// The documentation's page of routes is derived from the list from which the router is built, and compared with it here.
struct RoutesPageTests {
    private static let page = DerivedPage(
        "LabServer/LabServer.docc/Routes.md", variable: "LABD_WRITE_ROUTES", suite: Self.self)

    @Test func `the page of routes says what the routes themselves say`() throws {
        try Self.page.expect(Self.text())
    }

    @Test func `every path has one method, and another is refused with the one that it has`() async throws {
        #expect(Set(API.routes.map(\.path)).count == API.routes.count)
        try await Service.run { service in
            for route in API.routes {
                let path = route.path.replacing("**", with: "x")
                let other = route.method == .get ? "POST" : "GET"
                let answer = try await service.ask(other, path, other == "POST" ? "{}" : "")
                #expect(answer.status == 405, "\(path)")
                #expect(
                    answer.head.lowercased().contains("allow: \(route.method.rawValue.lowercased())\r\n"), "\(path)")
            }
            #expect(try await service.ask("GET", "/v1/nothing").status == 404)
        }
    }

    private static func text() -> String {
        let rows = API.routes.map { route in
            "| \(route.method.rawValue) | `\(route.path)` | \(who(route.permission)) | \(route.purpose) |"
        }
        return
            ([
                "# Routes", "",
                "What labd answers on its socket, in HTTP/1.1. A path has one method; another is refused with 405 and `Allow`,",
                "another path with 404. `**` stands for what follows. Every refusal is a problem (RFC 9457) with a stable code; its `title`,",
                "`detail` and `accepted` are in the language that `Accept-Language` asks for, English where that is none of labd's.",
                "The answer of a view has a weak entity tag (RFC 9110): sent back in `If-None-Match`, it is answered with 304 as long as",
                "nothing but the position that the answer states would differ.",
                "Who is in which role is on the page <doc:Roles>. This page is derived from the list of routes and tested",
                "against it.", "", "| method | path | who may ask | what it answers, or takes |", "|---|---|---|---|",
            ] + rows).joined(separator: "\n") + "\n"
    }

    private static func who(_ permission: Permission?) -> String {
        guard let permission else { return "who may send the command" }
        guard let roles = permission.roles else { return "everybody" }
        return roles.count == Role.allCases.count
            ? "every role" : roles.map(\.rawValue).sorted().joined(separator: ", ")
    }
}
