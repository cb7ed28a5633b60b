/** What the tests share: sample homes, pictures of a tree, the programs of the release tree. */
package dev.voltad.tests.support;
