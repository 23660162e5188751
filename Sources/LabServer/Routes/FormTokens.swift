import Crypto
import Foundation

/// The tokens in forms, which prove that labd made a form for the account that sends it.
///
/// A page of another site can make a browser send a form, but cannot read one of labd's, so it does not know the token. Each is an
/// HMAC of the account under a key that this process alone has; a form that was open across a restart must be loaded again.
struct FormTokens: Sendable {
    private let key = SymmetricKey(size: .bits256)

    /// The token of an account's forms.
    func token(for account: String) -> String {
        Data(HMAC<SHA256>.authenticationCode(for: Data(account.utf8), using: key)).base64EncodedString()
    }
}
