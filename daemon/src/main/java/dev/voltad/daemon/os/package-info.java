/** What the service manager that started us is told, and what it gave us. */
package dev.voltad.daemon.os;
