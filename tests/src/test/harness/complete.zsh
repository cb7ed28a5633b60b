#!/usr/bin/env zsh
# What zsh would offer: complete.zsh FILE 'volta daemon st'. One word a line. It types the line and a tab into
# an interactive zsh on a pseudo-terminal, whose compadd prints the matches instead of showing them.
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "PS1= PS2= PROMPT_EOL_MARK=; stty -echo; unsetopt zle"
zpty -w shell "autoload -Uz compinit; compinit -u -D; source ${(q)1}; setopt zle"
zpty -w shell '
compadd() {
    if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then builtin compadd "$@"; return; fi
    local -a hits
    builtin compadd -A hits "$@"
    (( $#hits )) && print -rl -- "hit:"$^hits
    builtin compadd "$@"
}
comppostfuncs=(end-of-hits)
end-of-hits() { print -r -- "that is" all; exit; }
bindkey "^I" complete-word
print -r -- "shell is" ready'
zpty -r shell output '*shell is ready*' || exit 1
zpty -w -n shell "$2"$'\t'
zpty -r shell output '*that is all*' || exit 1
print -r -- "$output" | tr -d '\r' | sed -n 's/^.*hit://p'
zpty -d shell
