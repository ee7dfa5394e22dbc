// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.h"
#include "cli/commands.h"
#include "cli/term.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const lq_command* const commands[] = {
    &lq_cmd_finish,     &lq_cmd_assess,  &lq_cmd_mix,     &lq_cmd_check,
    &lq_cmd_master,     &lq_cmd_meter,   &lq_cmd_process, &lq_cmd_ddp,
    &lq_cmd_processors, &lq_cmd_targets, &lq_cmd_manual,  NULL,
};

enum { N_COMMANDS = sizeof commands / sizeof *commands - 1 };

const lq_command* const* lq_cli_commands(void)
{
  return commands;
}

static void print_help(FILE* const to)
{
  fprintf(to, "Lacquer takes the tracks of a recording to a mix, and a mix to masters.\n\n");
  for (unsigned i = 0; i < N_COMMANDS; ++i) {
    fprintf(to, "  lacquer %-10s  %s\n", commands[i]->name, commands[i]->summary);
  }
  fprintf(to,
          "\n   eg: %s\n\nlacquer PATH looks at what you have and names the next command.\n"
          "lacquer COMMAND --help says more.\n",
          commands[0]->example);
}

static const lq_command* find_command(const char* const name)
{
  for (unsigned i = 0; i < N_COMMANDS; ++i) {
    if (!strcmp(commands[i]->name, name)) {
      return commands[i];
    }
  }
  return NULL;
}

static int unknown_command(const char* const name)
{
  const char* names[N_COMMANDS];
  for (unsigned i = 0; i < N_COMMANDS; ++i) {
    names[i] = commands[i]->name;
  }
  const char* const near = lq_text_nearest(name, names, N_COMMANDS);
  fprintf(stderr, "lacquer: there is no command '%s'%s%s%s 'lacquer --help' lists them.\n", name,
          near ? "; did you mean '" : "", near ? near : "", near ? "'?" : ".");
  return LQ_EXIT_USAGE;
}

int main(const int n_words, char** const words)
{
  (void)setlocale(LC_CTYPE, "");
  if (n_words < 2) {
    print_help(stderr);
    return LQ_EXIT_USAGE;
  }
  if (!strcmp(words[1], "--help") || !strcmp(words[1], "-h") || !strcmp(words[1], "help")) {
    const lq_command* const about = n_words > 2 ? find_command(words[2]) : NULL;
    if (about) {
      lq_args_help(about);
    } else {
      print_help(stdout);
    }
    return LQ_EXIT_DONE;
  }
  if (!strcmp(words[1], "--version")) {
    puts("lacquer " LQ_VERSION);
    return LQ_EXIT_DONE;
  }
  const lq_command* command = find_command(words[1]);
  // A bare path is assessed.
  const bool bare = !command && (strchr(words[1], '/') || access(words[1], F_OK) == 0);
  if (bare) {
    command = &lq_cmd_assess;
  } else if (!command) {
    return unknown_command(words[1]);
  }
  const int          n_before = bare ? 1 : 2;
  const char** const files    = calloc((size_t)n_words, sizeof *files);
  if (!files) {
    return LQ_EXIT_FAILED;
  }
  lq_args  args;
  lq_error error = {0};
  int      code  = LQ_EXIT_DONE;
  if (lq_args_parse(&args, command, n_words - n_before, words + n_before, files, &error)) {
    code = lq_report_error(&error);
  } else if (args.help) {
    lq_args_help(command);
  } else {
    lq_signals_catch();
    code = command->run(&args);
    if (fflush(stdout) || ferror(stdout)) {
      fprintf(stderr, "lacquer: writing to standard output failed.\n");
      code = code ? code : LQ_EXIT_OUTPUT;
    }
  }
  free(files);
  return code;
}
