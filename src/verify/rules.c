// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verify/rules.h"

const lq_rule_row lq_rules[LQ_RULE_N] = {
#define LQ_RULE_ROW(name, id, grade, says) [LQ_RULE_##name] = {id, LQ_GRADE_##grade, says},
    LQ_RULES(LQ_RULE_ROW)
#undef LQ_RULE_ROW
};

const char* lq_grade_name(const lq_grade grade)
{
  static const char* const names[] = {"note", "warning", "error"};
  return names[grade];
}
