internal import ArgumentParser

/// The scripts by which shells complete labctl's commands. They only ask `labctl complete`, so they need not change with it.
enum CompletionScript: String, ExpressibleByArgument, CaseIterable, Sendable {
    case bash, zsh, fish

    /// The script, which a shell can also keep as a file.
    var text: String {
        switch self {
        case .bash:
            #"""
            # Completes labctl in bash, by asking labctl itself.
            _labctl() {
                local i line width=0
                local -a lines
                mapfile -t lines < <(labctl complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
                if [[ ${lines[0]} == $'\tfiles' ]]; then
                    compopt -o default
                    return
                fi
                COMPREPLY=("${lines[@]%%$'\t'*}")
                # What is inserted has no description; what is listed has.
                if ((${#lines[@]} < 2 || COMP_TYPE == 37)); then return; fi
                for line in "${COMPREPLY[@]}"; do ((${#line} > width)) && width=${#line}; done
                for i in "${!lines[@]}"; do
                    printf -v line '%-*s  %s' "$width" "${COMPREPLY[i]}" "${lines[i]#*$'\t'}"
                    # As wide as the terminal, so that each has a line of its own.
                    printf -v line '%-*s' "${COLUMNS:-80}" "$line"
                    COMPREPLY[i]=${line:0:${COLUMNS:-80}-1}
                done
            }
            complete -o nosort -F _labctl labctl
            """#
        case .zsh:
            #"""
            #compdef labctl
            # Completes labctl in zsh, by asking labctl itself.
            _labctl() {
                local line width=0
                local -a lines texts shown
                lines=("${(@f)$(labctl complete -- "${(@Q)words[2,CURRENT-1]}" "$PREFIX" 2>/dev/null)}")
                if [[ $lines[1] == $'\tfiles' ]]; then
                    compset -P '*='
                    _files
                    return
                fi
                texts=("${(@)lines%%$'\t'*}")
                texts=($texts)
                for line in $texts; do ((${#line} > width)) && width=${#line}; done
                for line in $lines; do
                    line="${(r:width:)line%%$'\t'*}  ${line#*$'\t'}"
                    shown+=("$line[1,COLUMNS-1]")
                done
                compadd -U -l -V labctl -d shown -a texts
            }
            if [[ $funcstack[1] == _labctl ]]; then _labctl "$@"; else compdef _labctl labctl; fi
            """#
        case .fish:
            #"""
            # Completes labctl in fish, by asking labctl itself.
            function __labctl_candidates
                set -l words (commandline -opc)
                set -e words[1]
                set -l lines (labctl complete -- $words "$(commandline -ct)" 2>/dev/null)
                if test "$lines[1]" = \tfiles
                    __fish_complete_path (commandline -ct)
                else if set -q lines[1]
                    printf '%s\n' $lines
                end
            end
            complete -c labctl -f -k -a '(__labctl_candidates)'
            """#
        }
    }
}
