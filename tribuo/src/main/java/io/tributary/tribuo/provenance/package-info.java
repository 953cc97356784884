/// Where a policy version comes from, in the words of Tribuo's provenance.
package io.tributary.tribuo.provenance;
