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

// Options whose values are known words are completed by those, in every command.
static void print_values(const lq_targets* const targets)
{
  printf("  case $before in\n"
         "    --for)\n"
         "      [[ $word == *,* ]] && others=${word%%,*},\n"
         "      compopt -o nospace 2> /dev/null\n"
         "      mapfile -t COMPREPLY < <(compgen -P \"$others\" -W '");
  for (size_t i = 0; i < targets->n; ++i) {
    printf("%s%s", i ? " " : "", targets->targets[i].id);
  }
  printf("' -- \"${word##*,}\")\n"
         "      return ;;\n"
         "    --bits|-b) _lacquer_words '16 24 32f'; return ;;\n"
         "    --cpu) _lacquer_words 'base avx2 avx512'; return ;;\n"
         "  esac\n");
}

void lq_manual_bash(const lq_targets* const targets)
{
  printf("# SPDX-FileCopyrightText: 2026 Lacquer contributors\n"
         "# SPDX-License-Identifier: GPL-3.0-or-later\n"
         "# Completion of lacquer's command line for bash, written by `lacquer manual bash`.\n"
         "_lacquer_words() {\n"
         "  mapfile -t COMPREPLY < <(compgen -W \"$1\" -- \"${COMP_WORDS[COMP_CWORD]}\")\n"
         "}\n"
         "_lacquer() {\n"
         "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}\n"
         "  local options='' names='' others=''\n"
         "  COMPREPLY=()\n"
         "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
         "    _lacquer_words '");
  for (const lq_command* const* c = lq_cli_commands(); *c; ++c) {
    printf("%s ", (*c)->name);
  }
  printf("--help --version'\n"
         "    return\n"
         "  fi\n");
  print_values(targets);
  printf("  case ${COMP_WORDS[1]} in\n");
  for (const lq_command* const* c = lq_cli_commands(); *c; ++c) {
    print_options(*c);
  }
  printf("    *) return ;;\n"
         "  esac\n"
         "  if [[ $word == -* ]]; then\n"
         "    _lacquer_words \"$options\"\n"
         "  elif [ -n \"$names\" ]; then\n"
         "    _lacquer_words \"$names\"\n"
         "  else\n"
         "    compopt -o filenames 2> /dev/null\n"
         "    mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n"
         "  fi\n"
         "}\n"
         "complete -F _lacquer lacquer\n");
}
