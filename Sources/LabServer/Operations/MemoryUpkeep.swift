import CMalloc
import Glibc
import NIOPosix
import ServiceSupport

/// Returns free memory to the system.
///
/// glibc keeps freed memory in an arena for each of many threads, which can be gigabytes after a flood of questions. Here the
/// number of arenas is limited, and their free memory is returned once much of it may have accumulated.
public struct MemoryUpkeep: Sendable {
    private static let pause = Duration.seconds(2)
    /// The number of bytes by which the process must have grown since the last time.
    private static let growth = 64 << 20
    /// More arenas would only fragment the free memory; with fewer, threads would wait for each other.
    private static let arenas: Int32 = 4
    /// Larger allocations are outside the arenas, and are returned when they are freed.
    private static let mapThreshold: Int32 = 256 << 10

    /// Free memory at the end of an arena beyond this is returned at once. With the default of 128 KB, freeing one batch of commands
    /// would return the pages that the next one needs.
    private static let trimThreshold: Int32 = 16 << 20
    /// The bytes by which an arena grows at least.
    private static let growthOfArena: Int32 = 1 << 20

    /// Creates a task that has not done anything yet.
    public init() {}

    /// Limits the allocator. Call this at the start of the process, before there are many threads.
    public static func prepare() {
        // mallopt(3) returns 0 for a parameter that it does not know; then nothing has changed.
        mallopt(M_ARENA_MAX, arenas)
        mallopt(M_MMAP_THRESHOLD, mapThreshold)
        mallopt(M_TRIM_THRESHOLD, trimThreshold)
        mallopt(M_TOP_PAD, growthOfArena)
    }

    /// Checks periodically until it is cancelled.
    public func run() async {
        var last = Self.residentBytes
        await every(Self.pause) {
            let now = Self.residentBytes
            guard now > last + Self.growth else {
                last = min(last, now)
                return
            }
            // This walks through the arenas, which would block a thread of the tasks.
            _ = try? await NIOThreadPool.singleton.runIfActive { malloc_trim(0) }
            last = Self.residentBytes
        }
    }

    /// The resident bytes of the process (proc(5), statm).
    static var residentBytes: Int {
        guard let file = unsafe fopen("/proc/self/statm", "r") else { return 0 }
        defer { unsafe fclose(file) }
        var line = [CChar](repeating: 0, count: 128)
        // fgets(3) writes at most as many bytes as it is told, including a final zero.
        guard unsafe fgets(&line, Int32(line.count), file) != nil else { return 0 }
        let words = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self).split(separator: " ")
        return words.count > 1 ? (Int(words[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE))) : 0
    }
}
