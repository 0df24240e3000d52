#include <fmt/format.h>

#include "cli/columns.h"
#include "cli/text.h"
#include "cli/verb.h"

namespace wfp::cli {
namespace {

std::string first_words() {
  std::string words;
  for (const std::string_view noun : nouns()) words.append(noun).append(" ");
  for (const Verb* verb : verbs()) {
    if (verb->noun.empty()) words.append(verb->name).append(" ");
    if (!verb->short_form.empty()) words.append(verb->short_form).append(" ");
  }
  return words;
}

std::string verb_cases() {
  std::string cases;
  for (const std::string_view noun : nouns()) {
    std::string names;
    for (const Verb* verb : verbs()) {
      if (verb->noun == noun) names.append(verb->name).append(" ");
    }
    cases += fmt::format("      {}) words=\"{}\" ;;\n", noun, names);
  }
  return cases;
}

std::string column_names() {
  std::string names;
  for (const Column& column : columns()) names.append(column.name).append(" ");
  return names;
}

constexpr std::string_view kBash =
    R"bash(# bash completion of wfp; source it, or put it into /usr/share/bash-completion/completions/wfp
_wfp() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}} words=
  case $previous in
    -o|--output) words="table wide json jsonl yaml xml sddl" ;;
    --color) words="auto always never" ;;
    --columns|--sort) words="{columns}" ;;
    --owner|--group) words="$(getent passwd | cut -d: -f1)" ;;
    endpoint)
      if [[ $COMP_CWORD -gt 2 ]]; then words="$(wfp ls -H --columns id 2>/dev/null)"; fi ;;
  esac
  if [[ -z $words && $word == -* ]]; then
    local given verb=()
    for given in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do [[ $given == -* ]] || verb+=("$given"); done
    words="$(wfp help "${{verb[@]:0:2}}" 2>/dev/null | grep -oE -- '--[a-z0-9-]+' | sort -u)"
  elif [[ -z $words && $COMP_CWORD -eq 1 ]]; then
    words="{first}"
  elif [[ -z $words && $COMP_CWORD -eq 2 ]]; then
    case ${{COMP_WORDS[1]}} in
{verbs}      help) words="{first} rights filter columns exit-codes" ;;
      completion) words="bash" ;;
    esac
  elif [[ -z $words && $COMP_CWORD -eq 3 ]]; then
    case ${{COMP_WORDS[1]}}:${{COMP_WORDS[2]}} in
      security:restore) COMPREPLY=($(compgen -f -- "$word")); return ;;
      security:*|access:who) words="engine endpoints endpoint" ;;
      endpoint:show) words="$(wfp ls -H --columns id 2>/dev/null)" ;;
      access:can) words="me $(getent passwd | cut -d: -f1)" ;;
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}}
complete -F _wfp wfp
)bash";

Outcome<ExitCode> run(const Verb& verb, Io& io, const Arguments& arguments) {
  std::vector<std::string> words;
  Options options;
  options.words(words, 1, 1);
  WFP_CLI_TRY(const bool go_on, parse(verb, io, options, arguments));
  if (!go_on) return ExitCode::ok;
  if (words.front() != "bash") {
    return fail(ExitCode::usage,
                fmt::format("no completion for the shell '{}'", escaped(words.front())),
                {"there is: wfp completion bash"});
  }
  io.out += fmt::format(kBash, fmt::arg("columns", column_names()),
                        fmt::arg("first", first_words()), fmt::arg("verbs", verb_cases()));
  return ExitCode::ok;
}

}  // namespace

constinit const Verb kCompletion{"",
                                 "completion",
                                 "",
                                 "bash",
                                 "a script that completes commands in a shell",
                                 "  source <(wfp completion bash)\n",
                                 "",
                                 run};

}  // namespace wfp::cli
