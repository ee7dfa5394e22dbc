// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The functions of a processor that is a plug-in.
#ifndef LQ_PLUGIN_INSTANCE_H
#define LQ_PLUGIN_INSTANCE_H

#include "plugin/plugin.h"

/// Put them into a processor whose other fields are filled.
void lq_plugin_instance_functions(lq_proc* proc);

#endif
