// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The files of data/, carried inside the library; YAML texts, ended by a zero.
#ifndef LQ_BASE_DATA_H
#define LQ_BASE_DATA_H

extern const char lq_data_targets[];
extern const char lq_data_roles[];
extern const char lq_data_sounds[];
extern const char lq_data_tone[];
extern const char lq_data_genres[];
extern const char lq_data_vinyl[];

#endif
