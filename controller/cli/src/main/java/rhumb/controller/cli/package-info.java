/**
 * What operators type: a client of the controller's northbound API. A command parses and prints;
 * nothing is decided here, so what {@code rhumb} shows is what the controller knows.
 *
 * <p>Reading order: {@link rhumb.controller.cli.Rhumb} is the tree of commands, {@link
 * rhumb.controller.cli.Northbound} asks, {@link rhumb.controller.cli.Tables} says which columns
 * each answer has, {@link rhumb.controller.cli.Table} prints them and {@link
 * rhumb.controller.cli.Watch} again and again; {@link rhumb.controller.cli.WhatIf} reads its
 * question and has columns of its own. {@link rhumb.controller.cli.DscpAudit} is the one command
 * that has something done and waits for it. {@link rhumb.controller.cli.Top}, {@link
 * rhumb.controller.cli.DoctorCommand} and {@link rhumb.controller.cli.SupportBundle} gather; what
 * they show is decided in {@code rhumb.controller.top}, {@code rhumb.controller.doctor} and {@code
 * rhumb.controller.support}, which touch no clock, socket or file. {@link
 * rhumb.controller.cli.CommandsPage} has all commands as a document.
 */
@NullMarked
package rhumb.controller.cli;

import org.jspecify.annotations.NullMarked;
