/// The stylesheet of every picture of this module, in UTF-8: colours for light and dark screens and for paper as custom
/// properties of `.chart`, sizes of text, and the box in which a wide picture scrolls.
///
/// A page that shows a picture must serve it; the pictures contain no style of their own.
public let stylesheet: [UInt8] = PackageResources.charts_css
