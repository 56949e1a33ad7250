# Completion of rhumb. Load it with: source <(rhumb completion bash)
_rhumb_words() {
  words=''
  case "$1" in
@WORDS@  esac
}

_rhumb_kind() {
  kind=''
  case "$1" in
@VALUES@  esac
}

# Names of the live overlay; silence when the controller does not answer soon.
_rhumb_names() {
  "${COMP_WORDS[0]}" __complete "$1" "${controller[@]}" 2>/dev/null
}

_rhumb_plain() {
  printf '%s' "$1" | tr -d "'\"\\\\"
}

# The words that begin so, as they are: compgen -W would expand them, and controllers name some.
_rhumb_offer() {
  local word newline=$'\n'
  COMPREPLY=()
  while IFS= read -r word; do
    case "$word" in
      '') ;;
      "$2"*) COMPREPLY+=("$word") ;;
    esac
  done <<<"${1// /$newline}"
}

_rhumb_files() {
  local word
  COMPREPLY=()
  while IFS= read -r word; do
    if [ -n "$word" ]; then COMPREPLY+=("$word"); fi
  done <<<"$(compgen "$1" -- "$2")"
}

_rhumb() {
  local line current='' verb=rhumb previous='' words kind word place='' value
  local -a typed controller
  local -i position=0 i
  COMPREPLY=()
  # The shell ends its words at : = and >, which names have: words end at blanks here.
  line=$(_rhumb_plain "${COMP_LINE:0:$COMP_POINT}"; printf .)
  line=${line%.}
  # zsh would take blanks at the end for one more word.
  word=${line%"${line##*[! ]}"}
  if [ -n "${ZSH_VERSION-}" ]; then read -r -A typed <<<"$word"; else read -r -a typed <<<"$word"; fi
  if [ "${line: -1}" != ' ' ] && [ "${#typed[@]}" -gt 0 ]; then
    current=${typed[${#typed[@]}-1]}
    typed=("${typed[@]:0:${#typed[@]}-1}")
  fi
  for ((i = 1; i < ${#typed[@]}; i++)); do
    word=${typed[i]}
    case "$word" in
      --controller=* | --tls-dir=*) controller+=("$word"); previous=''; continue ;;
      -*=*) previous=''; continue ;;
      -*) previous=$word; continue ;;
    esac
    case "$previous" in
      --controller | --tls-dir) controller+=("$previous=$word"); previous=''; continue ;;
    esac
    if [ -n "$previous" ]; then
      _rhumb_kind "$verb $previous"
      previous=''
      if [ -n "$kind" ]; then continue; fi
    fi
    _rhumb_words "$verb $word"
    if [ -n "$words" ]; then
      verb="$verb $word"
    else
      position=$((position + 1))
      place=$word
    fi
  done
  value=$current
  if [[ $current == -*=* ]]; then
    previous=${current%%=*}
    value=${current#*=}
  elif [[ $current == -* ]]; then
    _rhumb_words "$verb"
    _rhumb_offer "$words" "$current"
    return 0
  fi
  kind=''
  if [ -n "$previous" ]; then _rhumb_kind "$verb $previous"; fi
  if [ -z "$kind" ] || [ "$kind" = any ]; then
    if [ "$kind" = any ]; then return 0; fi
    _rhumb_kind "$verb #$position"
  fi
  if [ "$kind" = place ]; then kind=$place; fi
  case "$kind" in
    =*) words=${kind#=} ;;
    file) _rhumb_files -f "$value"; return 0 ;;
    dir) _rhumb_files -d "$value"; return 0 ;;
    pop | link | uplink) words=$(_rhumb_names "$kind") ;;
    '') _rhumb_words "$verb" ;;
    *) words='' ;;
  esac
  _rhumb_offer "$words" "$value"
  # Outside quotes > is the shell's; inside, as it is.
  case "${COMP_WORDS[COMP_CWORD]}" in
    \'* | \"*) ;;
    *) COMPREPLY=("${COMPREPLY[@]//>/\\>}") ;;
  esac
  # To zsh --pop=sin is one word.
  if [ -n "${ZSH_VERSION-}" ] && [[ $current == -*=* ]]; then
    COMPREPLY=("${COMPREPLY[@]/#/${current%%=*}=}")
  fi
  return 0
}
complete -F _rhumb rhumb ./rhumb
