import CMalloc
import Glibc
import NIOPosix

/// Gives memory that is free back to the system.
///
/// glibc keeps what was freed for the next time, in an arena for each of many threads: after a flood of questions, gigabytes of
/// it. The arenas are few here, and what lies free in them is given back once much of it may have gathered.
public struct MemoryUpkeep: Sendable {
    private static let pause = Duration.seconds(2)
    /// By how many bytes the process must have grown since the last time.
    private static let growth = 64 << 20
    /// More would only scatter what is free; with fewer the threads wait for each other.
    private static let arenas: Int32 = 4
    /// What is larger than this lies outside the arenas, and is given back when it is freed.
    private static let mapThreshold: Int32 = 256 << 10

    /// An upkeep that has done nothing yet.
    public init() {}

    /// Bounds the allocator. For the start of the process, before there are many threads.
    public static func prepare() {
        // mallopt(3) answers 0 where it does not know a parameter: then nothing has changed.
        mallopt(M_ARENA_MAX, arenas)
        mallopt(M_MMAP_THRESHOLD, mapThreshold)
    }

    /// Looks now and then, until it is cancelled.
    public func run() async {
        var last = Self.residentBytes
        await every(Self.pause) {
            let now = Self.residentBytes
            guard now > last + Self.growth else {
                last = min(last, now)
                return
            }
            // It walks the arenas: nothing for a thread of the tasks.
            _ = try? await NIOThreadPool.singleton.runIfActive { malloc_trim(0) }
            last = Self.residentBytes
        }
    }

    /// How many bytes of memory the process has (proc(5), statm).
    static var residentBytes: Int {
        guard let file = unsafe fopen("/proc/self/statm", "r") else { return 0 }
        defer { unsafe fclose(file) }
        var line = [CChar](repeating: 0, count: 128)
        // fgets(3) writes at most as many bytes as are told, with a closing zero.
        guard unsafe fgets(&line, Int32(line.count), file) != nil else { return 0 }
        let words = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self).split(separator: " ")
        return words.count > 1 ? (Int(words[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE))) : 0
    }
}
