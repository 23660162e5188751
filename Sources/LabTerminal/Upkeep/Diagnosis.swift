internal import LabAPI

/// Something that is wrong with labd, and what to do.
struct Finding: Hashable {
    let wrong: String
    let remedy: String
}

extension ServiceState {
    /// What `labctl doctor` finds: first that labd takes no commands, then the figures that it does not tell, then each
    /// figure that is not as it should be.
    var findings: [Finding] {
        var findings: [Finding] = []
        let status = health.word("status")
        if status != "ok" {
            findings.append(
                Finding(
                    wrong: localized(
                        "no commands are taken: \(status), \(health.word("code")) \(health.word("detail"))",
                        it: "non si accettano comandi: \(status), \(health.word("code")) \(health.word("detail"))"),
                    remedy: localized(
                        "journalctl -u labd -n 50 says since when; what follows says more",
                        it: "journalctl -u labd -n 50 dice da quando; quanto segue dice di più")))
        }
        let expected = figuresRefused == nil ? FigureCheck.all.filter { $0.isTold(self) } : []
        let missing = expected.flatMap(\.metrics).filter { figure($0) == nil }
        if !missing.isEmpty {
            findings.append(
                Finding(
                    wrong:
                        localized(
                            "labd does not tell \(missing.map(\.rawValue).joined(separator: ", ")); are both of one version?",
                            it:
                                "labd non comunica \(missing.map(\.rawValue).joined(separator: ", ")): labd e labctl sono della stessa versione?"
                        ),
                    remedy:
                        localized(
                            "labctl status and labctl --version tell their versions: install both of one, and restart labd",
                            it:
                                "labctl status e labctl --version dicono le versioni: installare la stessa per entrambi e riavviare labd"
                        ))
            )
        }
        for check in FigureCheck.all {
            guard let value = figure(check.metric), let wrong = check.wrong(value, self) else { continue }
            findings.append(Finding(wrong: wrong, remedy: check.remedy))
        }
        return findings
    }
}

/// A check of one of labd's figures.
private struct FigureCheck: Sendable {
    /// The metric that it looks at.
    let metric: Metric
    /// Another metric that the check needs.
    var other: Metric?
    /// Whether labd reports the figure in that state. If it should and does not, that is a fault too.
    var isTold: @Sendable (ServiceState) -> Bool = { _ in true }
    /// Returns what is wrong at this value of the figure; nil if nothing is.
    let wrong: @Sendable (Int, ServiceState) -> String?
    /// What to do if something is wrong.
    let remedy: String

    /// The metrics that the check cannot do without.
    var metrics: [Metric] { [metric] + (other.map { [$0] } ?? []) }

    /// Every check, in the order in which they are reported.
    static var all: [FigureCheck] {
        [
            FigureCheck(
                metric: .damagedLines,
                wrong: { count, _ in
                    count > 0
                        ? localized(
                            "damaged lines in the log: \(grouped(count))",
                            it: "righe danneggiate nel registro: \(grouped(count))") : nil
                },
                remedy:
                    localized(
                        "stop labd and ask labctl log verify --data what is lost: if nothing is, do as labd says above; else "
                            + "replace the disk, then labctl restore the last backup",
                        it:
                            "fermare labd e chiedere a labctl log verify --data che cosa è perso: se nulla, fare come labd dice sopra; "
                            + "altrimenti sostituire il disco, poi ripristinare l'ultima copia con labctl restore")),
            FigureCheck(
                metric: .keysAvailable,
                wrong: { available, state in
                    available == 0
                        ? localized(
                            "what is personal cannot be sealed or opened: \(state.keysUnavailable)",
                            it: "i dati riservati non si possono cifrare né aprire: \(state.keysUnavailable)") : nil
                },
                remedy: localized(
                    "put the office's key back: from the safe (labctl keys restore), or the credential of labd.service",
                    it:
                        "rimettere la chiave dell'ufficio: dalla cassaforte (labctl keys restore), o la credenziale di labd.service"
                )),
            FigureCheck(
                metric: .keysLeftover,
                wrong: { leftover, _ in
                    leftover > 0
                        ? localized(
                            "keys that were replaced or destroyed are still on the disk",
                            it: "chiavi sostituite o distrutte sono ancora sul disco") : nil
                },
                remedy: localized(
                    "journalctl -u labd -n 50 says which and why; labd tries to remove them every minute",
                    it: "journalctl -u labd -n 50 dice quali e perché; labd prova a rimuoverle ogni minuto")),
            FigureCheck(
                metric: .diskFreeBytes, other: .mapUsedBytes,
                wrong: { free, state in
                    let used = state.figure(.mapUsedBytes) ?? 0
                    guard free < max(200 << 20, used / 2) else { return nil }
                    return localized(
                        "\(grouped(free >> 20)) MB are free on the log's disk, and the log has \(grouped(used >> 20)) MB",
                        it:
                            "sul disco del registro sono liberi \(grouped(free >> 20)) MB, e il registro ne occupa \(grouped(used >> 20))"
                    )
                },
                remedy:
                    localized(
                        "free space on it: commands will be refused with no-space, and taken again by themselves once there is "
                            + "some",
                        it:
                            "liberare spazio: i comandi saranno respinti con no-space, e di nuovo accettati da soli appena ce n'è"
                    )),
            FigureCheck(
                metric: .oldestReaderCommits,
                wrong: { commits, _ in
                    commits > 100_000
                        ? localized(
                            "a reader has held on for \(grouped(commits)) commits, and the file grows",
                            it: "un lettore è fermo da \(grouped(commits)) scritture, e il file cresce") : nil
                },
                remedy: localized(
                    "look for a backup or a labd verify that hangs, and end it",
                    it: "cercare una copia di sicurezza o un labd verify bloccato, e terminarlo")),
            FigureCheck(
                metric: .backupAge, isTold: { !$0.isSimulated },
                wrong: { age, state in
                    guard age > 3 * day, !state.isClockDoubted else { return nil }
                    return localized(
                        "no backup was made for \(grouped(age / day)) days",
                        it: "nessuna copia di sicurezza da \(grouped(age / day)) giorni")
                },
                remedy: localized(
                    "systemctl status labd-backup.timer labd-backup.service; labctl backup DIR makes one now",
                    it: "systemctl status labd-backup.timer labd-backup.service; labctl backup DIR ne fa una ora")),
            FigureCheck(
                metric: .keysBackedUp, isTold: { !$0.isSimulated },
                wrong: { backedUp, _ in
                    guard backedUp == 0 else { return nil }
                    return localized(
                        "there is no backup of the keys, or none since the office's key was rotated: a log restored "
                            + "elsewhere could neither be signed nor opened",
                        it:
                            "non c'è copia delle chiavi, o nessuna da quando la chiave dell'ufficio è stata cambiata: un registro "
                            + "ripristinato altrove non si potrebbe né firmare né aprire")
                },
                remedy: keysRemedy),
            FigureCheck(
                metric: .keysBackupAge, isTold: { ($0.figure(.keysBackedUp) ?? 0) > 0 },
                wrong: { age, state in
                    guard age > 30 * day, !state.isClockDoubted else { return nil }
                    return
                        localized(
                            "the last backup of the keys is \(grouped(age / day)) days old, and lacks the keys of all who came "
                                + "since",
                            it:
                                "l'ultima copia delle chiavi è di \(grouped(age / day)) giorni fa, e le mancano le chiavi di chi è "
                                + "arrivato dopo")
                },
                remedy: keysRemedy),
            FigureCheck(
                metric: .clockImplausible,
                wrong: { doubt, _ in
                    doubt > 0
                        ? localized("the machine's clock is not believed", it: "l'orologio del server non è creduto")
                        : nil
                },
                remedy: localized(
                    "date; timedatectl status; set it right or, if it is right, have an admin confirm it: labctl clock "
                        + "confirm",
                    it:
                        "date; timedatectl status; regolarlo o, se è giusto, farlo confermare da un amministratore: labctl clock "
                        + "confirm")),
            FigureCheck(
                metric: .clockBehindSeconds,
                wrong: { behind, _ in
                    guard behind >= 1 else { return nil }
                    return
                        localized(
                            "the clock is \(span(seconds: Double(behind))) behind the log's last event, whose time every event "
                                + "gets until then",
                            it:
                                "l'orologio è indietro di \(span(seconds: Double(behind))) rispetto all'ultimo evento, il cui istante "
                                + "hanno fino ad allora tutti gli eventi")
                },
                remedy:
                    localized(
                        "date; timedatectl status. If the clock is right now, it was ahead when the last event was recorded: "
                            + "labctl replay shows since when",
                        it:
                            "date; timedatectl status. Se ora l'orologio è giusto, era avanti quando l'ultimo evento è stato "
                            + "registrato: labctl replay mostra da quando")),
            FigureCheck(
                metric: .failedCommits,
                wrong: { count, _ in
                    count > 0
                        ? localized(
                            "failed commits since labd started: \(grouped(count))",
                            it: "scritture fallite dall'avvio di labd: \(grouped(count))") : nil
                },
                remedy: localized(
                    "the disk may be failing: smartctl -a, dmesg; make a backup now (labctl backup)",
                    it:
                        "il disco forse si sta guastando: smartctl -a, dmesg; fare ora una copia di sicurezza (labctl backup)"
                )),
            FigureCheck(
                metric: .waitingCommands,
                wrong: { count, _ in
                    count > 10_000
                        ? localized("\(grouped(count)) commands wait", it: "\(grouped(count)) comandi in attesa") : nil
                },
                remedy: localized(
                    "the disk is slow, or something floods labd: labctl status --metrics",
                    it: "il disco è lento, o qualcosa sommerge labd: labctl status --metrics")),
            FigureCheck(
                metric: .accountBytesToday, other: .accountBytesLimit,
                wrong: { bytes, state in
                    guard let limit = state.figure(.accountBytesLimit), Double(bytes) > 0.8 * Double(limit) else {
                        return nil
                    }
                    return
                        localized(
                            "one account has recorded \(grouped(bytes >> 20)) MB of the \(grouped(limit >> 20)) MB that each may "
                                + "in a day; then its commands are refused with busy",
                            it:
                                "un account ha registrato \(grouped(bytes >> 20)) MB dei \(grouped(limit >> 20)) MB al giorno che ciascuno "
                                + "può; oltre, i suoi comandi sono respinti con busy")
                },
                remedy:
                    localized(
                        "labctl log tail --lines 100 shows which account; if it is meant to, as in an import, raise "
                            + "accountDailyBytes in the settings' limits, and restart labd",
                        it:
                            "labctl log tail --lines 100 mostra quale account; se è voluto, come in un'importazione, alzare "
                            + "accountDailyBytes nei limiti delle impostazioni e riavviare labd")),
        ]
    }

    private static let day = 86_400
    private static var keysRemedy: String {

        localized(
            "labctl keys backup DIR, on a disk of its own and never beside backups of the log; labctl keys print for the safe",
            it:
                "labctl keys backup DIR, su un disco a parte e mai accanto alle copie del registro; labctl keys print per la cassaforte"
        )
    }
}

extension ServiceState {
    /// Whether the clock is not believed: ages, which are told by it, then say nothing.
    fileprivate var isClockDoubted: Bool { (figure(.clockImplausible) ?? 0) > 0 }
}
