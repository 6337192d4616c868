# complete.zsh SCRIPT LINE: prints what an interactive zsh offers where LINE ends, one a line.
#
# A shell in a pseudo-terminal loads the completion script and presses tab; compadd, through which
# every match passes, writes matches to a file as well.
zmodload zsh/zpty
matches=$(mktemp)
zpty shell zsh -f -i
send() { zpty -w shell "$1" }
send "matches=${(q)matches}"
send 'PROMPT=; RPROMPT=; unset zle_bracketed_paste'
send 'autoload -Uz compinit && compinit -u -D'
send "source ${(q)1}"
send 'bindkey "^I" complete-word'
send 'zstyle ":completion:*" insert-tab false; zstyle ":completion:*" matcher-list ""'
send 'compadd() {
  if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then builtin compadd "$@"; return; fi
  local -a found; builtin compadd -A found "$@"; print -l -- $found >> $matches
  builtin compadd "$@"
}'
send 'comppostfuncs=(finished); finished() { print "[done]" >> $matches }'
# Waits until the shell has written a mark; what it prints meanwhile is taken away, lest it blocks.
await() {
  for attempt in {1..1200}; do
    grep -q "^\\[$1\\]\$" $matches && return
    while zpty -r -t shell >/dev/null; do :; done
    sleep 0.05
  done
}
# Keys that come before the shell edits its line are lost.
send 'zle-line-init() { print "[ready]" >> $matches }; zle -N zle-line-init'
await ready
zpty -w -n shell "$2"$'\t'
await done
zpty -d shell
grep -v '^\[\(done\|ready\)\]$' $matches | grep . | sort -u
rm -f $matches
exit 0
