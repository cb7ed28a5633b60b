#!/usr/bin/env zsh
# What zsh would offer: complete.zsh FILE 'volta daemon st'. One word a line. An interactive zsh on a
# pseudo-terminal has its editor complete the line as soon as it is ready, so nothing has to be typed at
# the right time; its compadd prints the matches.
zmodload zsh/zpty
zpty shell zsh -f -i -o nozle
zpty -w shell "PS1= PS2= PROMPT_EOL_MARK=; stty -echo"
zpty -w shell "autoload -Uz compinit; compinit -u -D; source ${(q)1}; line=${(q)2}"
zpty -w shell '
compadd() {
    if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then builtin compadd "$@"; return; fi
    local -a hits
    builtin compadd -A hits "$@"
    (( $#hits )) && print -rl -- "hit:"$^hits
    builtin compadd "$@"
}
end-of-hits() { print -r -- "that is" all; exit; }
comppostfuncs=(end-of-hits)
zle-line-init() { BUFFER=$line; CURSOR=$#BUFFER; zle complete-word; }
zle -N zle-line-init
setopt zle'
zpty -r shell output '*that is all*' || exit 1
print -r -- "$output" | tr -d '\r' | sed -n 's/^.*hit://p'
zpty -d shell
