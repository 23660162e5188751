import Synchronization

/// Hands elements from one task to another in order, holding a bounded number of them.
///
/// One task puts and one takes. The one who puts waits while the conveyor is full, the one who takes while it is empty;
/// either may end it. Waits end when the task is cancelled.
final class BoundedChannel<Element: Sendable>: Sendable {
    private struct State {
        var elements: [Element] = []
        var isFinished = false
        var isClosed = false
        var putter: CheckedContinuation<Void, Never>?
        var taker: CheckedContinuation<Void, Never>?
    }

    private let capacity: Int
    private let state = Mutex(State())

    init(capacity: Int) {
        self.capacity = capacity
    }

    /// Puts an element last, once there is room. False if nobody will take it any more.
    func put(_ element: Element) async -> Bool {
        while true {
            let (isDone, taker): (Bool?, CheckedContinuation<Void, Never>?) = state.withLock { state in
                if state.isClosed || Task.isCancelled { return (false, nil) }
                guard state.elements.count < capacity else { return (nil, nil) }
                state.elements.append(element)
                defer { state.taker = nil }
                return (true, state.taker)
            }
            taker?.resume()
            if let isDone { return isDone }
            await suspend(\.putter) { $0.elements.count >= self.capacity && !$0.isClosed }
        }
    }

    /// Nothing more will be put.
    func finish() { end(\.isFinished) }

    /// Nothing more will be taken.
    func close() { end(\.isClosed) }

    /// The next element, once there is one; nil after the last.
    func take() async -> Element? {
        while true {
            let (element, putter, isOver): (Element?, CheckedContinuation<Void, Never>?, Bool) = state.withLock {
                state in
                guard !state.elements.isEmpty else { return (nil, nil, state.isFinished || Task.isCancelled) }
                defer { state.putter = nil }
                return (state.elements.removeFirst(), state.putter, false)
            }
            putter?.resume()
            if element != nil || isOver { return element }
            await suspend(\.taker) { $0.elements.isEmpty && !$0.isFinished }
        }
    }

    private typealias Slot = any WritableKeyPath<State, CheckedContinuation<Void, Never>?> & Sendable

    private func suspend(_ slot: Slot, while condition: @Sendable (borrowing State) -> Bool) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let mustWait = state.withLock { state in
                    guard condition(state), !Task.isCancelled else { return false }
                    state[keyPath: slot] = continuation
                    return true
                }
                if !mustWait { continuation.resume() }
            }
        } onCancel: {
            wake(slot)
        }
    }

    private func wake(_ slot: Slot) {
        let waiting = state.withLock { state in
            defer { state[keyPath: slot] = nil }
            return state[keyPath: slot]
        }
        waiting?.resume()
    }

    private func end(_ flag: any WritableKeyPath<State, Bool> & Sendable) {
        state.withLock { $0[keyPath: flag] = true }
        wake(\.putter)
        wake(\.taker)
    }
}
