import CivilTime
import Ledger
import Office
import Views

extension API {
    /// Keeps what is asked most at hand: the answer of each view to the plain question, about now, and of a real log's
    /// compliance to that about the days up to today, which labctl asks.
    ///
    /// After the start, and whenever the log has grown and then been quiet, the answers are made before somebody asks;
    /// in a log of a million events some take longer than a person likes to wait. While commands come, nothing is done.
    /// Views that compare one position with others are left out. Returns when cancelled.
    ///
    /// - Parameter quiet: how long nothing must have been appended.
    public func prepareAnswers(quiet: Duration = .seconds(1)) async {
        var prepared = 0
        while (try? await ledger.count(beyond: prepared)) != nil {
            let count = ledger.count
            guard (try? await Task.sleep(for: quiet)) != nil else { return }
            guard ledger.count == count, writer.waiting == 0 else { continue }
            for case let view as any View.Type in Views.Catalogue.views {
                guard !Task.isCancelled else { return }
                // What is refused needs more than the plain question; whoever asks it so hears of it.
                _ = try? await threads.run(for: .labd) { try answer(view, Question(), $0) }
                await Task.yield()
            }
            if !writer.current.office.isSimulated {
                let untilToday = Question(on: EuropeRome.day(of: writer.clock.now))
                _ = try? await threads.run(for: .labd) { try answer(Compliance.self, untilToday, $0) }
            }
            prepared = count
        }
    }
}
