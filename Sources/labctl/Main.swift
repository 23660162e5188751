import Glibc
import LabTerminal

@main
struct Main {
    static func main() async {
        exit(await LabctlProgram.run(Array(CommandLine.arguments.dropFirst())).rawValue)
    }
}
