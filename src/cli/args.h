// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Commands and their options as tables: parsing, help and the list of commands all read them.
#ifndef LQ_CLI_ARGS_H
#define LQ_CLI_ARGS_H

#include "lacquer/status.h"

#include <stdbool.h>
#include <stddef.h>

enum { LQ_MAX_OPTIONS = 24, LQ_MAX_SETS = 64 };

/// What a run ends with.
enum {
  LQ_EXIT_DONE        = 0,
  LQ_EXIT_FAILED      = 1,
  LQ_EXIT_USAGE       = 2,
  LQ_EXIT_INPUT       = 3,
  LQ_EXIT_OUTPUT      = 4,
  LQ_EXIT_GATE        = 5,
  LQ_EXIT_SOME        = 6,
  LQ_EXIT_INTERRUPTED = 130,
};

typedef struct {
  const char* name;   ///< "output", written --output
  char        letter; ///< 'o', or 0
  const char* value;  ///< "DIR"; NULL: a switch
  const char* doc;    ///< one sentence
} lq_option;

typedef struct lq_args lq_args;

typedef struct {
  const char*      name;
  const char*      usage;   ///< "SOURCE --for TARGETS -o DIR"
  const char*      summary; ///< one line
  const char*      example; ///< a whole command line
  const lq_option* options; ///< ended by a NULL name; the common ones come on top
  size_t           min_files, max_files;
  bool             takes_sets; ///< --set means something here
  int (*run)(const lq_args* args);
} lq_command;

/// Positions of the common options in every command.
enum {
  LQ_ARG_JSON,
  LQ_ARG_QUIET,
  LQ_ARG_JOBS,
  LQ_ARG_SET, ///< may be given many times: see lq_args.sets
  LQ_ARG_FORCE,
  LQ_ARG_DRY_RUN,
  LQ_ARG_CPU,
  LQ_ARG_BLOCK,
  LQ_ARG_HELP,
  LQ_ARG_OWN, ///< the command's own options start here, in their table's order
};

struct lq_args {
  const lq_command* command;
  const char*       values[LQ_ARG_OWN + LQ_MAX_OPTIONS]; ///< "" for a switch that is on
  const char*       sets[LQ_MAX_SETS];                   ///< every --set, in order
  size_t            n_sets;
  unsigned char     given[LQ_MAX_SETS]; ///< which option each value belongs to, in order
  const char*       given_values[LQ_MAX_SETS];
  size_t            n_given;
  const char**      files;
  size_t            n_files;
  unsigned          n_jobs;       ///< 0: one per CPU
  size_t            block_frames; ///< 0: default
  bool              json, quiet, force, dry_run, help;
};

/// Fill `args` from the words behind the command's name. `files` has room for all of them.
LQ_NODISCARD lq_status lq_args_parse(lq_args* args, const lq_command* command, int n_words,
                                     char** words, const char** files, lq_error* error);

/// The value of one of the command's own options by its position in the table; NULL when not given.
const char* lq_args_own(const lq_args* args, unsigned index);

/// Every value of an option that may be repeated, in order.
/// @param values  [LQ_MAX_SETS]
/// @return how many
size_t lq_args_all(const lq_args* args, unsigned index, const char** values);

/// The option at a position: the common ones, then the command's own; NULL past the last.
const lq_option* lq_args_option(const lq_command* command, unsigned index);

/// The help page of a command, on stdout.
void lq_args_help(const lq_command* command);

#endif
