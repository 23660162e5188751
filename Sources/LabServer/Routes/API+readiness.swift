import CivilTime
import Ledger
import Office
import Views

extension API {
    /// Prepares the answers to frequent questions: that of each view to the plain question about the present and, for a real
    /// log, that of compliance about the days up to today, which labctl asks.
    ///
    /// The answers are prepared after the start, and whenever the log has grown and then been quiet, because with a million
    /// events some take longer than people like to wait. Nothing is done while commands arrive. Views that compare a position
    /// with others are left out. Returns when cancelled.
    ///
    /// - Parameter quiet: the time for which nothing must have been appended.
    public func prepareAnswers(quiet: Duration = .seconds(1)) async {
        var prepared = 0
        while (try? await ledger.count(beyond: prepared)) != nil {
            let count = ledger.count
            guard (try? await Task.sleep(for: quiet)) != nil else { return }
            guard ledger.count == count, writer.waiting == 0 else { continue }
            for case let view as any View.Type in Views.Catalogue.views {
                guard !Task.isCancelled else { return }
                // A refused question needs parameters; clients that ask it get the refusal.
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
