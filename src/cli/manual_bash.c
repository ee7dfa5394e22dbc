// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commands.h"
#include "cli/manual.h"
#include "lacquer/proc.h"

#include <stdio.h>
#include <string.h>

// Words as one shell word in single quotes, parted by blanks: names in tables hold neither.
static void print_options(const lq_command* const c)
{
  printf("    %s)\n      options='", c->name);
  for (unsigned i = 0; lq_args_option(c, i); ++i) {
    const lq_option* const o = lq_args_option(c, i);
    printf("%s--%s", i ? " " : "", o->name);
    if (o->letter) {
      printf(" -%c", o->letter);
    }
  }
  printf("'\n");
  if (!strcmp(c->name, "processors")) {
    printf("      names='");
    for (const lq_proc* const* p = lq_proc_all(); *p; ++p) {
      printf("%s%s", p == lq_proc_all() ? "" : " ", (*p)->symbol);
    }
    printf("'\n");
  }
  printf("      ;;\n");
}

// An option with the same value everywhere ("16|24|32f", "TARGETS") is completed by what it takes.
static void print_values(const lq_targets* const targets)
{
  printf("  case $before in\n    --for)\n      local others=''\n"
         "      [[ $word == *,* ]] && others=${word%%,*},\n"
         "      compopt -o nospace 2> /dev/null\n"
         "      COMPREPLY=($(compgen -P \"$others\" -W '");
  for (size_t i = 0; i < targets->n; ++i) {
    printf("%s%s", i ? " " : "", targets->targets[i].id);
  }
  printf(
      "' -- \"${word##*,}\"))\n      return ;;\n"
      "    --bits|-b)\n      COMPREPLY=($(compgen -W '16 24 32f' -- \"$word\"))\n      return ;;\n"
      "    --cpu)\n      COMPREPLY=($(compgen -W 'base avx2 avx512' -- \"$word\"))\n"
      "      return ;;\n  esac\n");
}

void lq_manual_bash(const lq_targets* const targets)
{
  const lq_command* const* const commands = lq_cli_commands();
  printf("# SPDX-FileCopyrightText: 2026 Lacquer contributors\n"
         "# SPDX-License-Identifier: GPL-3.0-or-later\n"
         "# Completion of lacquer's command line for bash, written by `lacquer manual bash`.\n"
         "_lacquer() {\n"
         "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}\n"
         "  local options='' names=''\n"
         "  COMPREPLY=()\n"
         "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n    COMPREPLY=($(compgen -W '");
  for (const lq_command* const* c = commands; *c; ++c) {
    printf("%s ", (*c)->name);
  }
  printf("--help --version' -- \"$word\"))\n    return\n  fi\n");
  print_values(targets);
  printf("  case ${COMP_WORDS[1]} in\n");
  for (const lq_command* const* c = commands; *c; ++c) {
    print_options(*c);
  }
  printf("    *) return ;;\n  esac\n"
         "  if [[ $word == -* ]]; then\n"
         "    COMPREPLY=($(compgen -W \"$options\" -- \"$word\"))\n"
         "  elif [ -n \"$names\" ]; then\n"
         "    COMPREPLY=($(compgen -W \"$names\" -- \"$word\"))\n"
         "  else\n"
         "    compopt -o filenames 2> /dev/null\n"
         "    mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n"
         "  fi\n"
         "}\n"
         "complete -F _lacquer lacquer\n");
}
