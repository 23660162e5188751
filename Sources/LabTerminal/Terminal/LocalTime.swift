internal import CivilTime
internal import Presentation

/// Returns an instant of an answer or an event in local time; a text that is not an instant as it is.
func local(_ text: String) -> String { Instant(text)?.local ?? text }
